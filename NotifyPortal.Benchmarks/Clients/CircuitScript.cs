using System.Text.Json;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>What the page's scripts would answer when the server calls them.</summary>
internal static class CircuitScript
{
    /// <param name="arguments">A JSON array, as it came.</param>
    /// <returns>The result as JSON.</returns>
    public static string Answer(string function, string arguments) => function switch
    {
        "notifyPortalUi.claimToasts" => First(arguments), // no other tab has toasted any of them
        "notifyPortalUi.isNarrow" => "false",
        "notifyPortalUi.isAtTop" => "true",
        _ => "null",
    };

    /// <summary>The number of the object through which the page's script sends events to the server; null: this call does not bring it.</summary>
    public static long? EventTarget(string function, string arguments)
    {
        if (function != "Blazor._internal.attachWebRendererInterop")
        {
            return null;
        }

        using var json = JsonDocument.Parse(arguments);

        return json.RootElement[1].GetProperty("__dotNetObject").GetInt64();
    }

    private static string First(string arguments)
    {
        using var json = JsonDocument.Parse(arguments);

        return json.RootElement[0].GetRawText();
    }
}
