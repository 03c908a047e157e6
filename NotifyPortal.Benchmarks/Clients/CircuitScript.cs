using System.Text.Json;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>What the page's scripts would answer when the server calls them.</summary>
internal static class CircuitScript
{
    /// <returns>The result as JSON.</returns>
    public static string Answer(string function) => function switch
    {
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
}
