namespace NotifyPortal.Ui;

/// <summary>
/// The symbols of the font. They stand in the markup as <c>&lt;i class="icon" aria-hidden="true"&gt;</c>: a component for each would cost
/// every open page 2 KB.
/// </summary>
public static class Symbols
{
    /// <summary>What the font draws for a Material Symbols name with - or _.</summary>
    public static string Ligature(string name) => name.Replace('-', '_');
}
