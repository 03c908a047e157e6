using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace NotifyPortal.Tests.Sources.GitHub;

/// <summary>Sends as GitHub does.</summary>
internal static class Delivering
{
    public const string Secret = "It's a Secret to Everybody";

    public static Task<HttpResponseMessage> DeliverAsync(this HttpClient client, string name, string body, string? id = null) =>
        client.SendAsync(Request(name, body, Sign(body), id));

    public static HttpRequestMessage Request(string? name, string body, string? signature, string? id = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/github")
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "GitHub-Hookshot/044aadd");
        request.Headers.TryAddWithoutValidation("X-GitHub-Delivery", id ?? Guid.NewGuid().ToString());

        if (name is not null)
        {
            request.Headers.TryAddWithoutValidation("X-GitHub-Event", name);
        }

        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
        }

        return request;
    }

    public static string Sign(string body, string secret = Secret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)))}";
}
