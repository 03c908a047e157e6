using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

public sealed class RateLimitTests(RateLimitTests.Portal portal) : IClassFixture<RateLimitTests.Portal>
{
    [Fact]
    public async Task A_key_that_asks_too_often_is_told_when_to_come_back()
    {
        using var client = await portal.WithKeyAsync(Scopes.InboxRead, portal.Alice);
        await client.GetAsync("/api/v1/inbox").JsonAsync();
        await client.GetAsync("/api/v1/inbox").JsonAsync();

        using var response = await client.GetAsync("/api/v1/inbox");

        await Task.FromResult(response).ProblemAsync(429);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task Other_keys_and_browsers_are_not_held_up()
    {
        using var busy = await portal.WithKeyAsync(Scopes.InboxRead, portal.Alice);
        using var other = await portal.WithKeyAsync(Scopes.InboxRead, portal.Alice);
        using var browser = await portal.WithCookieAsync(portal.Alice);

        for (var i = 0; i < 4; i++)
        {
            await busy.GetAsync("/api/v1/inbox");
            await browser.GetAsync("/api/v1/inbox").JsonAsync();
        }

        await other.GetAsync("/api/v1/inbox").JsonAsync();
    }

    public sealed class Portal() : ApiPortal(("Api:RequestsPerMinute", "2"));
}
