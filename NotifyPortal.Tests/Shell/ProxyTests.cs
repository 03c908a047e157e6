using System.Net;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Shell;

/// <summary>Behind a proxy that ends TLS the portal goes by what the proxy says, and by nobody else's word.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("127.0.0.1", null, 200)]
    [InlineData("192.0.2.7", null, 400)]
    [InlineData("192.0.2.7", "192.0.2.0/24", 200)]
    [InlineData("192.0.2.7", "10.0.0.1, 192.0.2.7", 200)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", 200)]
    public async Task Only_a_trusted_proxy_says_that_a_request_came_by_https(string proxy, string? trusted, int status)
    {
        using var app = Portal(trusted);

        Assert.Equal(status, await AskAsync(app, proxy, "198.51.100.1", "https"));
    }

    [Theory]
    [InlineData("198.51.100.1", 400)]
    [InlineData("127.0.0.1, 198.51.100.1", 400)] // what the proxy itself has seen stands last
    [InlineData("198.51.100.1, 127.0.0.1", 400)] // through two of them
    [InlineData("127.0.0.1", 200)]
    public async Task Plain_http_is_refused_to_whoever_stands_before_the_proxy(string from, int status)
    {
        using var app = Portal();

        Assert.Equal(status, await AskAsync(app, "127.0.0.1", from, "http"));
    }

    [Theory]
    [InlineData("https", HttpStatusCode.OK)]
    [InlineData("http", HttpStatusCode.Forbidden)]
    public async Task A_page_s_own_origin_is_that_before_the_proxy(string scheme, HttpStatusCode status)
    {
        using var app = Portal();
        var alice = await app.AddPersonAsync("alice");

        var answer = await app.Server.SendAsync(context =>
        {
            context.Request.Method = "GET";
            context.Request.Host = new("portal.example.org");
            context.Request.Path = "/api/v1/inbox/unread-count";
            context.Request.Headers.Cookie = CookieFor.UserAsync(app, alice).GetAwaiter().GetResult();
            context.Request.Headers.Origin = "https://portal.example.org";
            context.Request.Headers["X-Forwarded-Proto"] = scheme;
            context.Connection.RemoteIpAddress = IPAddress.Loopback;
        });

        Assert.Equal(status, (HttpStatusCode)answer.Response.StatusCode);
    }

    private static PortalApp Portal(string? trusted = null) =>
        new(trusted is null ? [("Security:AllowHttp", "false")] : [("Security:AllowHttp", "false"), ("Portal:TrustedProxies", trusted)]);

    private static async Task<int> AskAsync(PortalApp app, string proxy, string from, string scheme)
    {
        var answer = await app.Server.SendAsync(context =>
        {
            context.Request.Method = "GET";
            context.Request.Host = new("portal.example.org");
            context.Request.Path = "/Account/Login";
            context.Request.Headers["X-Forwarded-For"] = from;
            context.Request.Headers["X-Forwarded-Proto"] = scheme;
            context.Connection.RemoteIpAddress = IPAddress.Parse(proxy);
        });

        return answer.Response.StatusCode;
    }
}
