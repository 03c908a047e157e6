using AngleSharp.Dom;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Live;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class SignInsTests : AccountTest
{
    [Fact]
    public async Task Signing_out_ends_this_sign_in_and_no_other()
    {
        await App.AddUserAsync("alice");
        var here = await SignedInAsync(Alice);
        var there = await SignedInAsync(Alice);

        await here.SignOutAsync();

        Assert.False(await here.IsSignedInAsync());
        Assert.True(await there.IsSignedInAsync());
    }

    [Fact]
    public async Task A_kept_cookie_is_worth_nothing_after_the_sign_out()
    {
        await App.AddUserAsync("alice");
        var browser = Browser();
        var cookie = (await browser.SignInAsync(Alice)).Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("np=", StringComparison.Ordinal)).Split(';')[0];
        await browser.SignOutAsync();

        var thief = Browser();
        thief.Http.DefaultRequestHeaders.Add("Cookie", cookie);

        Assert.False(await thief.IsSignedInAsync());
    }

    [Fact]
    public async Task Times_stand_as_the_readers_browser_asks_for_them()
    {
        await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);
        browser.Http.DefaultRequestHeaders.Add("Accept-Language", "de-DE,de;q=0.9");

        var time = (await browser.OpenAsync("/Account/Manage/Sessions")).QuerySelector("time[data-relative]")!;

        Assert.Matches("^(Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag), ", time.GetAttribute("title"));
        Assert.EndsWith("Z", time.GetAttribute("datetime"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_sees_their_sign_ins_and_ends_one()
    {
        await App.AddUserAsync("alice");
        var here = await SignedInAsync(Alice);
        var phone = await SignedInAsync(Alice, userAgent: PortalBrowser.Safari);

        var page = await here.OpenAsync("/Account/Manage/Sessions");
        Assert.Contains("Safari on iPhone", page.Body!.TextContent, StringComparison.Ordinal);
        await here.SubmitAsync("/Account/Manage/Sessions", "end", ("SignInId", page.QuerySelector("button[name=SignInId]")!.GetAttribute("value")!));

        Assert.False(await phone.IsSignedInAsync());
        Assert.True(await here.IsSignedInAsync());
    }

    [Fact]
    public async Task All_others_end_at_once()
    {
        await App.AddUserAsync("alice");
        var here = await SignedInAsync(Alice);
        PortalBrowser[] others = [await SignedInAsync(Alice), await SignedInAsync(Alice)];

        await here.SubmitAsync("/Account/Manage/Sessions", "end-others");

        Assert.True(await here.IsSignedInAsync());
        Assert.All(others, other => Assert.False(other.IsSignedInAsync().GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task Nobody_ends_the_sign_in_of_another()
    {
        await App.AddUserAsync("alice");
        var bob = await App.AddUserAsync("bob");
        var hers = await SignedInAsync(Alice);
        var id = await ReadAsync(db => db.Set<SignIn>().Select(s => s.Id).SingleAsync());

        Assert.False(await App.Get<SignInStore>().EndAsync(bob.Id, id));

        Assert.True(await hers.IsSignedInAsync());
    }

    [Fact]
    public async Task Saving_the_profile_keeps_the_sign_in()
    {
        await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);

        await browser.SubmitAsync("/Account/Manage", "profile", ("Input.DisplayName", "Alice the Second"));

        Assert.True(await browser.IsSignedInAsync());
        Assert.Equal(1, await ReadAsync(db => db.Set<SignIn>().CountAsync()));
    }

    [Fact]
    public async Task Signing_in_again_in_the_same_browser_replaces_the_sign_in()
    {
        await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);

        await browser.SignInAsync(Alice);

        Assert.Equal(1, await ReadAsync(db => db.Set<SignIn>().CountAsync(s => s.EndedAt == null)));
    }

    [Fact]
    public async Task The_end_is_signalled_to_the_users_own_pages_only()
    {
        var alice = await App.AddUserAsync("alice");
        var bob = await App.AddUserAsync("bob");
        var browser = await SignedInAsync(Alice);
        using var hers = App.Get<NotificationBroker>().Subscribe(LiveTopic.User(alice.Id));
        using var his = App.Get<NotificationBroker>().Subscribe(LiveTopic.User(bob.Id));

        await browser.SignOutAsync();
        App.Get<NotificationBroker>().Publish(LiveTopic.User(bob.Id), LiveEvent.Of(LiveEventKind.Bulk));

        Assert.Equal(LiveEventKind.Account, await FirstAsync(hers));
        Assert.Equal(LiveEventKind.Bulk, await FirstAsync(his));
    }

    [Fact]
    public async Task An_open_page_becomes_a_visitors_when_its_sign_in_ends()
    {
        var alice = await App.AddUserAsync("alice");
        var principal = await PrincipalAsync(alice);
        var circuit = new CircuitAuthentication(App.Get<SignInStore>());
        circuit.SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        Assert.True(await circuit.RecheckAsync());

        await App.Get<SignInStore>().EndOthersAsync(alice.Id, null);

        Assert.False(await circuit.RecheckAsync());
        Assert.False((await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
    }

    [Fact]
    public async Task An_end_written_by_another_process_is_seen_on_the_next_look()
    {
        var alice = await App.AddUserAsync("alice");
        var id = (await PrincipalAsync(alice)).CurrentSignIn()!;
        Assert.NotNull(await App.Get<SignInStore>().FindAsync(id));

        await ReadAsync(db => db.Set<SignIn>().ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, DateTimeOffset.UnixEpoch)));

        Assert.Null(await App.Get<SignInStore>().FindAsync(id, fresh: true));
    }

    private static async Task<LiveEventKind> FirstAsync(LiveSubscription subscription)
    {
        await foreach (var batch in subscription.ReadBatchesAsync())
        {
            if (batch.FirstOrDefault(e => e.Kind != LiveEventKind.Resync) is { } told)
            {
                return told.Kind;
            }
        }

        throw new InvalidOperationException("The subscription ended.");
    }
}
