using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class SignInAgeTests : AccountTest
{
    private readonly TestClock clock = new();

    public SignInAgeTests() => App = new PortalApp { Clock = clock };

    [Fact]
    public async Task A_sign_in_ends_after_thirty_days_however_often_it_is_used()
    {
        var id = (await PrincipalAsync(await App.AddUserAsync("alice"))).CurrentSignIn()!;

        clock.Advance(TimeSpan.FromDays(29));
        Assert.NotNull(await App.Get<SignInStore>().FindAsync(id, fresh: true));
        clock.Advance(TimeSpan.FromDays(1));

        Assert.Null(await App.Get<SignInStore>().FindAsync(id, fresh: true));
    }

    [Fact]
    public async Task A_browser_that_rests_for_eight_hours_is_signed_out()
    {
        await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);

        clock.Advance(TimeSpan.FromHours(8.1));

        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_browser_that_is_used_stays_signed_in()
    {
        await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);

        for (var hours = 0; hours < 25; hours += 5)
        {
            clock.Advance(TimeSpan.FromHours(5));
            Assert.True(await browser.IsSignedInAsync());
        }
    }

    [Fact]
    public async Task The_last_use_is_noted()
    {
        var alice = await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);

        clock.Advance(TimeSpan.FromHours(1));
        await App.Get<SignInStore>().EndAsync(alice.Id, "none of hers");
        await browser.IsSignedInAsync();

        var signIn = Assert.Single(await App.Get<SignInStore>().ListAsync(alice.Id));
        Assert.Equal(clock.GetUtcNow(), signIn.LastSeenAt);
    }
}
