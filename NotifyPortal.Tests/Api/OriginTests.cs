using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

/// <summary>Where a request with a sign-in cookie may come from. Own: the portal's own origin.</summary>
public sealed class OriginTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Theory]
    [InlineData("GET", null, null, true)]
    [InlineData("POST", null, null, false)]
    [InlineData("HEAD", null, null, false)]
    [InlineData("POST", "own", null, true)]
    [InlineData("POST", null, "same-origin", true)]
    [InlineData("POST", "own", "same-origin", true)]
    [InlineData("GET", null, "none", true)]
    [InlineData("GET", "own", "cross-site", false)]
    [InlineData("GET", null, "same-site", false)]
    [InlineData("GET", null, "cross-site", false)]
    [InlineData("GET", null, "nonsense", false)]
    [InlineData("GET", "null", null, false)]
    [InlineData("GET", "https://evil.example", null, false)]
    [InlineData("POST", "https://evil.example", "same-origin", false)]
    [InlineData("GET", "http://sibling.127.0.0.1", null, false)]
    [InlineData("GET", "http://127.0.0.1:1", null, false)]
    [InlineData("GET", "own.", null, false)]
    [InlineData("GET", "https-own", null, false)]
    public async Task A_cookie_works_from_the_portal_s_own_pages_only(string method, string? origin, string? site, bool allowed)
    {
        using var client = portal.Client(("Cookie", await CookieFor.UserAsync(portal.App, portal.Alice)));
        using var request = Request(method, origin, site);

        using var response = await client.SendAsync(request);

        Assert.Equal(allowed, (int)response.StatusCode is not 403);
    }

    [Theory]
    [InlineData("https://evil.example", "cross-site")]
    [InlineData(null, null)]
    public async Task A_key_is_not_asked_where_it_comes_from(string? origin, string? site)
    {
        using var client = await portal.WithKeyAsync(Scopes.InboxWrite, portal.Alice);
        using var request = Request("POST", origin, site);

        using var response = await client.SendAsync(request);

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_key_and_a_sign_in_together_are_refused()
    {
        var key = await portal.KeyAsync(Scopes.InboxRead, portal.Alice);
        using var client = portal.Client(("Cookie", await CookieFor.UserAsync(portal.App, portal.Bob)), ("Authorization", $"Bearer {key}"));

        await client.GetAsync("/api/v1/inbox").ProblemAsync(400);
    }

    [Fact]
    public async Task A_broken_cookie_is_nobody_s()
    {
        using var client = portal.Client(("Cookie", (await CookieFor.UserAsync(portal.App, portal.Alice))[..^10]));

        await client.GetAsync("/api/v1/inbox").ProblemAsync(401);
    }

    [Theory]
    [InlineData(null, null, 403)]
    [InlineData("https://evil.example", null, 403)]
    [InlineData("null", null, 403)]
    [InlineData("own", "cross-site", 403)]
    public async Task Circuits_open_from_the_portal_s_own_pages_only(string? origin, string? site, int status)
    {
        using var client = portal.Client(("Cookie", await CookieFor.UserAsync(portal.App, portal.Alice)));

        foreach (var path in new[] { "/_blazor", "/_blazor/", "/_BLAZOR" })
        {
            using var request = Request("GET", origin, site, path);
            using var response = await client.SendAsync(request);

            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Circuits_need_a_sign_in()
    {
        using var client = portal.Client();
        using var request = Request("GET", "own", "same-origin", "/_blazor");

        using var response = await client.SendAsync(request);

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_signed_in_page_of_the_portal_reaches_the_hub()
    {
        using var client = await portal.WithCookieAsync(portal.Alice);

        using var response = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);

        Assert.Equal(200, (int)response.StatusCode);
    }

    private HttpRequestMessage Request(string method, string? origin, string? site, string? path = null)
    {
        var own = portal.Address.GetLeftPart(UriPartial.Authority);
        var request = new HttpRequestMessage(new HttpMethod(method), path ?? (method == "POST" ? "/api/v1/inbox/seen" : "/api/v1/inbox"))
        {
            Content = method == "POST" ? new StringContent("{\"all\":true}", null, "application/json") : null,
        };
        var given = origin switch { "own" => own, "own." => own.Replace("127.0.0.1", "127.0.0.1.", StringComparison.Ordinal), "https-own" => own.Replace("http:", "https:", StringComparison.Ordinal), _ => origin };

        if (given is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", given);
        }

        if (site is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        }

        return request;
    }
}
