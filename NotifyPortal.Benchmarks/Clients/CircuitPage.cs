using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>A page as the server rendered it: what a browser's script takes out of it to make it interactive. Good for one circuit.</summary>
/// <param name="Operations">The components to add, as <c>UpdateRootComponents</c> takes them.</param>
/// <param name="State">What they were rendered with, sealed.</param>
internal sealed partial record CircuitPage(Uri Address, string Operations, string State)
{
    /// <param name="http">A client that keeps no cookies and follows nothing.</param>
    /// <param name="cookies">As the <c>Cookie</c> header carries them.</param>
    public static async Task<CircuitPage> OpenAsync(HttpClient http, string path, string cookies, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        using var answer = await http.SendAsync(request, cancellationToken);

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
        }

        return Parse(new Uri(http.BaseAddress!, path), await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Tells the server that the page is left.</summary>
    /// <param name="circuit">As the server has called it.</param>
    public async Task LeaveAsync(HttpClient http, string cookies, string circuit)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("circuitId", circuit)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "/_blazor/disconnect")) { Content = form };
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        request.Headers.TryAddWithoutValidation("Origin", Address.GetLeftPart(UriPartial.Authority));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    internal static CircuitPage Parse(Uri address, string html)
    {
        var operations = new JsonArray();

        foreach (var marker in Marker().Matches(html).Select(match => JsonNode.Parse(match.Groups["json"].ValueSpan.ToString())!))
        {
            if (marker["descriptor"] is not null) // the end of a component has a marker, too
            {
                operations.Add(new JsonObject { ["type"] = "add", ["ssrComponentId"] = operations.Count + 1, ["marker"] = marker });
            }
        }

        if (operations.Count == 0)
        {
            throw new InvalidOperationException($"{address} has nothing interactive.");
        }

        var batch = new JsonObject { ["batchId"] = 1, ["operations"] = operations };

        return new CircuitPage(address, batch.ToJsonString(JsonSerializerOptions.Default), SealedState().Match(html).Groups["state"].Value);
    }

    [GeneratedRegex(@"<!--Blazor:(?<json>\{.*?\})-->", RegexOptions.ExplicitCapture)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>[^-]*)-->", RegexOptions.ExplicitCapture)]
    private static partial Regex SealedState();
}
