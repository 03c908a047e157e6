using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("3.5")]
public sealed class GroupTests : PortalTest
{
    private static readonly NotificationDraft Build = new() { Title = "Build 1", Group = "build" };

    [Theory]
    [InlineData("unread")]
    [InlineData("seen")]
    [InlineData("dismissed")]
    public async Task The_next_one_takes_the_place_of_the_older_whatever_its_state(string state)
    {
        var old = await SendAsync(Alice, Build);
        await (state switch { "seen" => InboxOf(Alice).MarkSeenAsync(old), "dismissed" => InboxOf(Alice).DismissAsync(old), _ => Task.CompletedTask });

        var now = await SendAsync(Alice, Build with { Title = "Build 2" });

        Assert.Equal([now], await IdsAsync(Alice, new InboxQuery { Dismissed = DismissedFilter.Include }));
        Assert.True(now > old);
        Assert.True((await InboxOf(Alice).FindAsync(now))!.Unread);
        Assert.Null(await InboxOf(Alice).FindAsync(old));
    }

    [Fact]
    public async Task The_old_one_leaves_the_pages_before_the_new_one_comes()
    {
        var old = await SendAsync(Alice, Build);
        using var page = Listen(Alice);
        using var bobs = Listen(Bob);

        var now = await SendAsync(Alice, Build);

        Assert.Equal([(LiveEventKind.Removed, old), (LiveEventKind.Created, now)], (await page.HeardAsync()).Select(e => (e.Kind, e.Ids[0])));
        Assert.Empty(await bobs.HeardAsync());
    }

    [Fact]
    public async Task Other_recipients_groups_senders_and_ungrouped_rows_stay()
    {
        await SendAsync(Alice);
        await SendAsync(Bob, Build);
        await SendAsync(Alice, Build with { Group = "deploy" });
        await SendAsync(Alice, Build, "Another key");

        await SendAsync(Alice, Build);

        Assert.Equal(4, (await IdsAsync(Alice)).Count);
        Assert.Single(await IdsAsync(Bob));
    }

    [Fact]
    [Rule("3.10")]
    public async Task What_was_replaced_is_noted_for_streams_that_return()
    {
        var old = await SendAsync(Alice, Build);
        var now = await SendAsync(Alice, Build);

        var removal = Assert.Single(await QueryAsync(db => Task.FromResult(db.Set<Removal>().ToList())));

        Assert.Equal((old, Clock.GetUtcNow()), (removal.NotificationId, removal.At));
        Assert.InRange(removal.Number, old + 1, now - 1);
    }

    [Fact]
    public async Task A_replacement_cannot_be_undone()
    {
        var token = (await InboxOf(Alice).DismissAsync(await SendAsync(Alice, Build))).Item!.UndoToken!.Value;
        var now = await SendAsync(Alice, Build);

        Assert.Equal(0, await InboxOf(Alice).UndoAsync(token));
        Assert.Equal([now], await IdsAsync(Alice, new InboxQuery { Dismissed = DismissedFilter.Include }));
    }

    [Fact]
    public async Task Racing_senders_leave_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SendAsync(Alice, Build))));

        Assert.Single(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("2.3")]
    public async Task An_activity_told_again_does_not_come_back_over_its_successor()
    {
        var first = (await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("build.done"))).Entry;
        await Notifications.FanOutAsync(first, [Alice.Id], new Presentation(Group: "build"));
        var now = await SendAsync(Alice, Build);

        var outcome = Assert.Single(await Notifications.FanOutAsync(first, [Alice.Id], new Presentation(Group: "build")));

        Assert.Equal(SkipReason.Duplicate, outcome.Reason);
        Assert.Equal([now], await IdsAsync(Alice));
    }

    [Fact]
    public async Task Many_are_replaced_by_as_many_statements_as_few()
    {
        Assert.Equal(await StatementsAsync("few", 2), await StatementsAsync("many", 50));
    }

    [Fact]
    public async Task A_group_together_with_a_collapse_key_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(Alice, Build with { CollapseKey = "k" }));

    [Fact]
    [Rule("7.1")]
    public async Task Who_is_excepted_hears_nothing()
    {
        using var bobs = Listen(Bob);

        var result = await Notifications.SendAsync(new Audience { Everyone = true, Users = [Bob.Id, "ghost"], Except = [Bob.Email!, "ghost", "nobody"] }, Build);

        Assert.Equal((1, 0), (result.Created, result.Skipped));
        Assert.Empty(await IdsAsync(Bob));
        Assert.Empty(await bobs.HeardAsync());
        Assert.Equal(1, (await Notifications.PreviewAsync(new Audience { Everyone = true, Except = [Bob.Id] }, Build)).Recipients);
    }

    private async Task<int> StatementsAsync(string name, int count)
    {
        var users = new List<string>();

        for (var i = 0; i < count; i++)
        {
            users.Add((await AddUserAsync($"{name}{i}")).Id);
        }

        await Notifications.CreateManyAsync(users, Build);
        using var statements = new StatementCount();
        Assert.Equal(count, await Notifications.CreateManyAsync(users, Build));

        return statements.Statements.Count;
    }

    private async Task<long> SendAsync(PortalUser user, NotificationDraft draft, string sender = Message.Portal) =>
        (await Notifications.SendAsync(Audience.Of(user.Id), draft, sender)).Outcomes[0].NotificationId!.Value;
}
