namespace NotifyPortal.Accounts;

/// <summary>Section <c>Demo</c>.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Accounts with a known password, and some weeks of believable activity. Default: true in Development, else false.</summary>
    public bool Enabled { get; set; }

    /// <summary>What the setting says while services are still being registered.</summary>
    public static bool IsEnabled(WebApplicationBuilder builder) =>
        builder.Configuration.GetValue($"{Section}:{nameof(Enabled)}", builder.Environment.IsDevelopment());
}
