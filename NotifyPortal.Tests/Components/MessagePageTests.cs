using Bunit;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

public sealed class MessagePageTests : PageTest
{
    [Fact]
    [Rule("11.5")]
    public async Task It_counts_recipients_seen_and_skipped_and_follows()
    {
        await App.MuteAsync(Bob, "posts");
        var sent = await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id), new NotificationDraft { Type = "posts", Title = "Hello" });
        var page = Page(sent.MessageId!.Value);
        Assert.Equal(("1", "0"), (page.ById("message-recipients").TextContent, page.ById("message-seen").TextContent));
        Assert.Contains("Muted the type", page.Markup, StringComparison.Ordinal);

        await InboxOf(Alice).MarkSeenAsync((await IdsAsync(Alice))[0]);

        page.WaitForAssertion(() => Assert.Equal("1", page.ById("message-seen").TextContent));
    }

    [Fact]
    [Rule("11.4")]
    public async Task It_is_taken_back_after_a_question_that_says_what_goes()
    {
        var sent = await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id), new NotificationDraft { Title = "Hello" });
        var page = Page(sent.MessageId!.Value);

        await page.ById("retract").ClickAsync(new());
        Assert.Contains("It went to 2, and disappears everywhere.", page.ById("message-outcome").TextContent, StringComparison.Ordinal);
        Assert.Single(await IdsAsync(Bob));
        await page.ById("confirm-retract").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("It was taken back.", page.ById("message-state").TextContent));
        Assert.Empty(await IdsAsync(Bob));
        Assert.Equal("Alice", (await App.Get<ActivityLog>().ListAsync(new ActivityQuery())).Items[0].Actor!.Name);
    }

    [Fact]
    [Rule("3.8")]
    public async Task What_waits_for_its_time_can_be_cancelled()
    {
        var sent = await Notifications.SendAsync(Audience.Of(Bob.Id), new NotificationDraft { Title = "Later", PublishAt = Clock.GetUtcNow().AddHours(1) });
        var page = Page(sent.MessageId!.Value);
        Assert.StartsWith("It waits to be sent", page.ById("message-state").TextContent, StringComparison.Ordinal);

        await page.ById("retract").ClickAsync(new());
        await page.ById("confirm-retract").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("It was taken back.", page.ById("message-state").TextContent));
    }

    [Fact]
    [Rule("11.4")]
    public async Task A_large_one_shows_how_far_it_is_until_it_has_ended()
    {
        await App.AddCrowdAsync(NotificationService.MaxRecipients);
        var sent = await Notifications.SendAsync(new Audience { Everyone = true }, new NotificationDraft { Title = "Hello" });

        var page = Page(sent.MessageId!.Value);

        Assert.NotNull(page.Find("progress"));
        page.WaitForAssertion(() => Assert.Equal("Sent to 10002.", page.ById("message-state").TextContent));
        Assert.Equal("10002", page.Find("progress").GetAttribute("value"));
    }

    [Fact]
    public void An_unknown_one_is_said_to_be_none() => Assert.Contains("There is no such message", Page(4711).Markup, StringComparison.Ordinal);

    [Fact]
    [Rule("P11")]
    public async Task Who_is_no_admin_any_more_takes_nothing_back()
    {
        var sent = await Notifications.SendAsync(Audience.Of(Bob.Id), new NotificationDraft { Title = "Hello" });
        var page = Page(sent.MessageId!.Value);
        await RevokeAdminAsync(Alice);

        await page.ById("retract").ClickAsync(new());
        await page.ById("confirm-retract").ClickAsync(new());

        page.WaitForAssertion(() => Assert.NotNull(page.Find("[role=alert]")));
        Assert.Single(await IdsAsync(Bob));
    }

    [Fact]
    [Rule("11.1")]
    public async Task The_overview_shows_unread_by_age_and_the_time_from_sent_to_seen()
    {
        var seen = await SendAsync(Alice);
        Clock.Advance(TimeSpan.FromSeconds(30));
        await InboxOf(Alice).MarkSeenAsync(seen);
        await SendAsync(Bob);
        Clock.Advance(TimeSpan.FromHours(3));
        await SendAsync(Bob);
        var circuit = CircuitOf(Alice, "Admin");

        var ages = circuit.Render<UnreadByAge>();
        var live = circuit.Render<LiveCard>();

        Assert.Equal(["1", "1", "0", "0", "0"], ages.FindAll(".figures").Select(f => f.TextContent));
        Assert.Equal("30 s", live.ById("latency").TextContent);
        Assert.Equal("0", live.ById("live-pages").TextContent);
    }

    private IRenderedComponent<MessagePage> Page(long id) => CircuitOf(Alice, "Admin").Render<MessagePage>(p => p.Add(m => m.MessageId, id));
}
