using System.Net;
using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class CookieTests : AccountTest
{
    [Fact]
    public async Task Where_http_is_allowed_cookies_have_their_plain_names()
    {
        await App.AddUserAsync("alice");
        var browser = Browser();

        var answer = await browser.Http.GetAsync("/Account/Login");
        var signedIn = await browser.SignInAsync(Alice);

        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("np_af=", StringComparison.Ordinal));
        Assert.Contains(signedIn.Headers.GetValues("Set-Cookie"), c => c.StartsWith("np=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_it_is_not_they_are_secure_and_bound_to_the_host()
    {
        using var app = new PortalApp(("Security:AllowHttp", "false"));
        using var client = app.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new Uri("https://localhost") });

        var answer = await client.GetAsync("/Account/Login");

        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(["__Host-np_af", "__Host-np_session"], cookies.Select(c => c.Split('=')[0]).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("192.0.2.7", "http", 400)]
    [InlineData("192.0.2.7", "https", 200)]
    [InlineData("127.0.0.1", "http", 200)]
    public async Task Where_it_is_not_plain_http_is_for_this_machine_only(string address, string scheme, int status)
    {
        using var app = new PortalApp(("Security:AllowHttp", "false"));

        var context = await app.Server.SendAsync(c =>
        {
            c.Request.Method = "GET";
            c.Request.Scheme = scheme;
            c.Request.Host = new("localhost");
            c.Request.Path = "/Account/Login";
            c.Connection.RemoteIpAddress = IPAddress.Parse(address);
        });

        Assert.Equal(status, context.Response.StatusCode);
    }

    [Fact]
    public async Task Demo_accounts_are_there_when_asked_for()
    {
        using var app = new PortalApp(("Demo:Enabled", "true"));
        using var browser = await PortalBrowser.SignedInAsync(app, "admin@demo.local", DemoAccounts.Password);

        await browser.OpenAsync("/admin/users");
    }
}
