using System.Net;
using System.Text;
using System.Text.Json;

namespace NotifyPortal.Tests.Support;

/// <summary>Plain HTTP with JSON, as few words as tests can have.</summary>
public static class Http
{
    public static Task<HttpResponseMessage> PostJsonAsync(this HttpClient client, string path, string json) =>
        client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    public static Task<HttpResponseMessage> PutJsonAsync(this HttpClient client, string path, string json) =>
        client.PutAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>The body, after the status was as expected.</summary>
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> sending, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");

        return JsonElement.Parse(text);
    }

    /// <summary>Problem details of that status, and nothing else.</summary>
    public static async Task<JsonElement> ProblemAsync(this Task<HttpResponseMessage> sending, int status)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.True(problem.TryGetProperty("traceId", out _));
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);

        return problem;
    }

    /// <summary>The fields at fault of a 400.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this Task<HttpResponseMessage> sending) =>
        [.. (await sending.ProblemAsync(400)).GetProperty("errors").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
