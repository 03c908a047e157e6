using Microsoft.AspNetCore.Http;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("7.2")]
public sealed class BrowserSessionTests : PortalTest
{
    private BrowserSession Sessions => App.Get<BrowserSession>();

    [Fact]
    public void A_browser_is_known_again_by_its_cookie()
    {
        var (id, cookie) = Issue();

        Assert.True(BrowserSession.IsId(id));
        Assert.Equal(id, Sessions.Ensure(Showing(cookie)));
        Assert.NotEqual(id, Issue().Id);
    }

    [Fact]
    public void Within_one_request_it_is_one()
    {
        var context = Showing(null);

        Assert.Equal(Sessions.Ensure(context), Sessions.Ensure(context));
        Assert.Equal(1, context.Response.Headers.SetCookie.Count);
    }

    [Fact]
    public void A_browser_that_is_known_is_given_no_cookie()
    {
        var context = Showing(Issue().Cookie);

        Sessions.Ensure(context);

        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
    }

    [Fact]
    public void Each_character_of_the_cookie_counts()
    {
        var (id, cookie) = Issue();

        for (var i = 0; i < cookie.Length; i++)
        {
            foreach (var other in new[] { (char)(cookie[i] ^ 1), (char)(cookie[i] ^ 2), 'A', '-' }.Where(c => c != cookie[i]))
            {
                Assert.Null(Sessions.Find(Showing(string.Concat(cookie.AsSpan(0, i), other.ToString(), cookie.AsSpan(i + 1)))));
            }
        }

        Assert.Equal(id, Sessions.Find(Showing(cookie)));
    }

    [Fact]
    public void The_id_alone_gives_no_access()
    {
        var (id, cookie) = Issue();
        var (other, _) = Issue();

        foreach (var forged in new[] { id, $"{id}.", $"{id}.{id}", $"{other}.{cookie.Split('.')[1]}", ".", "garbage", "", $"{cookie}.x", new string('a', 100_000) })
        {
            Assert.Null(Sessions.Find(Showing(forged)));
            Assert.NotEqual(id, Sessions.Ensure(Showing(forged)));
        }
    }

    [Fact]
    public async Task It_outlives_a_restart_and_stores_nothing()
    {
        var (id, cookie) = Issue();
        await RestartAsync();

        Assert.Equal(id, Sessions.Find(Showing(cookie)));
        Assert.Equal(0, await QueryAsync(db => Task.FromResult(db.Set<Recipient>().Count(r => r.SessionId != null))));
    }

    [Fact]
    public void Where_http_is_not_allowed_its_cookie_is_bound_to_the_host()
    {
        using var app = new PortalApp(("Security:AllowHttp", "false"));
        var context = Showing(null);

        var id = app.Get<BrowserSession>().Ensure(context);

        Assert.Matches($"^__Host-np_session={id}\\.[^;]+; max-age=34560000; path=/; secure; samesite=lax; httponly$", context.Response.Headers.SetCookie.ToString());
    }

    private (string Id, string Cookie) Issue()
    {
        var context = Showing(null);
        var id = Sessions.Ensure(context);

        return (id, context.Response.Headers.SetCookie.ToString().Split('=', 2)[1].Split(';')[0]);
    }

    private DefaultHttpContext Showing(string? cookie)
    {
        var context = new DefaultHttpContext { RequestServices = App.Services };

        if (cookie is not null)
        {
            context.Request.Headers.Cookie = $"np_session={cookie}";
        }

        return context;
    }
}
