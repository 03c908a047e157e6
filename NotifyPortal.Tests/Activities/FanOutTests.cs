using NotifyPortal.Activities;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Activities;

[Rule("2.4")]
public sealed class FanOutTests : PortalTest
{
    private ActivityLog Activities => App.Get<ActivityLog>();

    [Fact]
    [Rule("2.3")]
    public async Task The_same_activity_never_gives_one_recipient_two_rows()
    {
        var entry = await RecordAsync();
        await Notifications.FanOutAsync(entry, [Alice.Id]);

        var again = Assert.Single(await Notifications.FanOutAsync(entry, [Alice.Id]));

        Assert.Equal(SkipReason.Duplicate, again.Reason);
        Assert.Single(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("2.3")]
    public async Task Racing_fan_outs_of_one_activity_give_one_row()
    {
        var entry = await RecordAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Notifications.FanOutAsync(entry, [Alice.Id]))));

        Assert.Single(await IdsAsync(Alice));
    }

    [Fact]
    public async Task A_later_fan_out_reaches_only_who_was_not_told()
    {
        var entry = await RecordAsync();
        await Notifications.FanOutAsync(entry, [Alice.Id]);

        var outcomes = await Notifications.FanOutAsync(entry, [Alice.Id, Bob.Id]);

        Assert.Equal(OutcomeKind.Created, outcomes.Single(o => o.Recipient == Bob.Id).Kind);
        Assert.Equal(SkipReason.Duplicate, outcomes.Single(o => o.Recipient == Alice.Id).Reason);
    }

    [Fact]
    public async Task Each_recipient_has_an_outcome_of_their_own()
    {
        var entry = await RecordAsync(new Actor(Bob.Id, "Bob"));

        var outcomes = await Notifications.FanOutAsync(entry, [Alice.Id, Bob.Id, "nobody@example.org"]);

        Assert.Equal(
            [(Alice.Id, null), (Bob.Id, SkipReason.SelfAction), ("nobody@example.org", SkipReason.UnknownRecipient)],
            outcomes.Select(o => (o.Recipient!, o.Reason)).Order(Comparer<(string Who, SkipReason? Why)>.Create((a, b) => Index(a.Who).CompareTo(Index(b.Who)))));

        int Index(string who) => who == Alice.Id ? 0 : who == Bob.Id ? 1 : 2;
    }

    [Fact]
    public async Task A_recipient_named_twice_has_one_outcome()
    {
        var entry = await RecordAsync();

        Assert.Single(await Notifications.FanOutAsync(entry, [Alice.Id, Alice.Id, "alice@example.org"]));
    }

    [Fact]
    public async Task It_records_no_further_activity()
    {
        var entry = await RecordAsync();

        await Notifications.FanOutAsync(entry, [Alice.Id, Bob.Id]);

        Assert.Equal(1, (await Activities.ListAsync(new ActivityQuery())).Total);
    }

    [Fact]
    public async Task Named_recipients_are_told_instead_of_the_target()
    {
        var result = await Activities.RecordAsync(new ActivityDraft("post.liked") { TargetId = Alice.Id, Recipients = [Bob.Id] });

        Assert.Equal(Bob.Id, Assert.Single(result.Outcomes).Recipient);
        Assert.Empty(await IdsAsync(Alice));
    }

    [Fact]
    public async Task An_empty_list_of_recipients_tells_nobody()
    {
        var result = await Activities.RecordAsync(new ActivityDraft("post.liked") { TargetId = Alice.Id, Recipients = [] });

        Assert.Equal(SkipReason.NoTarget, Assert.Single(result.Outcomes).Reason);
    }

    private async Task<ActivityEntry> RecordAsync(Actor? actor = null) =>
        (await Activities.RecordAsync(new ActivityDraft("post.created") { Actor = actor })).Entry;
}
