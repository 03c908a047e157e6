using System.Text.Json;

namespace NotifyPortal.Tests.Support;

/// <summary>Holds every answer of the API, and what was sent where that was taken, against the description: what it does not say turns the test red.</summary>
public sealed class DescribedHandler(Task<ApiDocument> description) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is { Headers.ContentType.MediaType: { } type } && type.EndsWith("json", StringComparison.Ordinal)
            ? (type, await request.Content.ReadAsStringAsync(cancellationToken))
            : default((string Type, string Body)?);
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;

        if (path.StartsWith("/api/v1/", StringComparison.Ordinal))
        {
            await CheckAsync(await description, request.Method.Method, path, sent, response, cancellationToken);
        }

        return response;
    }

    private static async Task CheckAsync(
        ApiDocument document, string method, string path, (string Type, string Body)? sent, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (document.Find(method, path) is not { } operation)
        {
            Assert.True((int)response.StatusCode is 400 or 401 or 403 or 404 or 405, $"{method} {path} is not described and answered {(int)response.StatusCode}");

            return;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var faults = document.FaultsOf(operation, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(cancellationToken));

        if (response.IsSuccessStatusCode && sent is var (type, body) && body is not "" && operation.TryGetProperty("requestBody", out var described))
        {
            faults = [.. faults, .. document.FaultsOf(described, type, JsonElement.Parse(body)).Select(fault => $"sent: {fault}")];
        }

        Assert.True(faults.Count == 0, $"{method} {path} → {(int)response.StatusCode} is not as described: {string.Join("; ", faults)}");
    }
}
