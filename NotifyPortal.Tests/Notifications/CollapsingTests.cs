using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("3.4")]
public sealed class CollapsingTests : PortalTest
{
    private static readonly NotificationDraft Comment = new() { Title = "A comment", CollapseKey = "post 1" };

    [Fact]
    public async Task The_next_one_folds_into_the_open_row()
    {
        var id = await SendAsync(Alice, Comment with { Text = "Old" });
        var later = await SendAsync(Alice);
        Clock.Advance(TimeSpan.FromMinutes(1));

        var outcome = await Notifications.CreateAsync(Alice.Id, Comment with { Title = "Another" });

        Assert.Equal((OutcomeKind.Folded, id), (outcome.Kind, outcome.NotificationId));
        var row = (await InboxOf(Alice).FindAsync(id))!;
        Assert.Equal(("Another", null, 2), (row.Title, row.Text, row.Occurrences));
        Assert.Equal((Clock.GetUtcNow().AddMinutes(-1), Clock.GetUtcNow()), (row.CreatedAt, row.UpdatedAt));
        Assert.Equal([id, later], await IdsAsync(Alice));
        Assert.True(row.Position > later);
        Assert.Equal(2, await InboxOf(Alice).CountUnreadAsync());
    }

    [Fact]
    public async Task A_fold_is_told_as_an_update_to_its_owner_only()
    {
        var id = await SendAsync(Alice, Comment);
        using var page = Listen(Alice);
        using var bobs = Listen(Bob);

        await SendAsync(Alice, Comment);

        var heard = Assert.Single(await page.HeardAsync());
        Assert.Equal((LiveEventKind.Updated, id), (heard.Kind, heard.Ids[0]));
        Assert.Empty(await bobs.HeardAsync());
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("unseen")]
    [InlineData("all seen")]
    [InlineData("dismissed")]
    [InlineData("restored")]
    [InlineData("undone")]
    public async Task Seen_or_dismissed_closes_the_key_for_good(string state)
    {
        var id = await SendAsync(Alice, Comment);
        var token = (await InboxOf(Alice).MarkSeenAsync(id))!.UndoToken!.Value;
        await (state switch
        {
            "seen" => Task.CompletedTask,
            "unseen" => InboxOf(Alice).MarkUnseenAsync(id),
            "undone" => InboxOf(Alice).UndoAsync(token),
            "all seen" => InboxOf(Alice).MarkAllSeenAsync(BulkSelection.All()),
            _ => InboxOf(Alice).DismissAsync(id),
        });

        if (state == "restored")
        {
            await InboxOf(Alice).RestoreAsync(id);
        }

        Assert.NotEqual(id, await SendAsync(Alice, Comment));
        Assert.Equal(2, (await IdsAsync(Alice, new InboxQuery { Dismissed = DismissedFilter.Include })).Count);
    }

    [Fact]
    public async Task Other_keys_senders_and_recipients_keep_their_own_rows()
    {
        await SendAsync(Bob, Comment);
        await SendAsync(Alice, Comment with { CollapseKey = "post 2" });
        await SendAsync(Alice, Comment, "Another key");

        await SendAsync(Alice, Comment);

        Assert.Equal(3, (await IdsAsync(Alice)).Count);
        Assert.All((await InboxOf(Alice).ListAsync(new InboxQuery())).Page.Items, row => Assert.Equal(1, row.Occurrences));
    }

    [Fact]
    public async Task Metadata_is_merged_at_the_top_and_the_new_event_wins()
    {
        var id = await SendAsync(Alice, Comment with { Metadata = Json("""{"a":1,"b":{"x":1},"c":true}""") });
        await SendAsync(Alice, Comment with { Metadata = Json("""{"b":{"y":2},"c":null,"d":"\u00e4\"z"}""") });
        await SendAsync(Alice, Comment);

        Assert.Equal("""{"a":1,"b":{"y":2},"c":null,"d":"ä\"z"}""", JsonNode.Parse((await InboxOf(Alice).FindAsync(id))!.Metadata!)!.ToJsonString(new JsonSerializerOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }));
    }

    [Fact]
    public async Task Above_8_KB_only_the_new_events_metadata_stands()
    {
        var id = await SendAsync(Alice, Comment with { Metadata = new JsonObject { ["old"] = new string('x', 5000) } });
        await SendAsync(Alice, Comment with { Metadata = new JsonObject { ["new"] = new string('y', 5000) } });
        var metadata = JsonNode.Parse((await InboxOf(Alice).FindAsync(id))!.Metadata!)!.AsObject();

        Assert.Equal(["new"], metadata.Select(m => m.Key));
    }

    [Fact]
    public async Task The_newest_three_actors_are_shown_and_different_ones_counted()
    {
        var id = await SendAsync(Alice, Comment with { Actor = new Actor(null, "Ann") });

        foreach (var name in new[] { "Ben", "Cat", "Ann", "Dan", "Eve" })
        {
            await SendAsync(Alice, Comment with { Actor = new Actor(null, name) });
        }

        var row = (await InboxOf(Alice).FindAsync(id))!;
        Assert.Equal(["Eve", "Dan", "Ann"], row.Actors.Select(a => a.Name));
        Assert.Equal((5, 6), (row.ActorCount, row.Occurrences));
    }

    [Fact]
    public async Task Actors_are_counted_up_to_a_hundred()
    {
        var id = await SendAsync(Alice, Comment);

        for (var i = 0; i < 102; i++)
        {
            await SendAsync(Alice, Comment with { Actor = new Actor(null, $"Actor {i}") });
        }

        Assert.Equal(100, (await InboxOf(Alice).FindAsync(id))!.ActorCount);
    }

    [Fact]
    [Rule("9.1")]
    public async Task The_actions_sentence_speaks_of_all_of_them()
    {
        var liked = new NotificationDraft { Action = "post.liked", CollapseKey = "post 1" };
        var id = await SendAsync(Alice, liked with { Actor = new Actor(null, "Ann") });
        var alone = (await InboxOf(Alice).FindAsync(id))!.Text!;
        await SendAsync(Alice, liked with { Actor = new Actor(null, "Ben") });
        Assert.Equal(alone.Replace("Ann", "Ben and Ann", StringComparison.Ordinal), (await InboxOf(Alice).FindAsync(id))!.Text);

        await SendAsync(Alice, liked with { Actor = new Actor(null, "Cat") });

        Assert.Equal(alone.Replace("Ann", "Cat and 2 others", StringComparison.Ordinal), (await InboxOf(Alice).FindAsync(id))!.Text);
    }

    [Fact]
    public async Task Totals_and_hourly_counts_do_not_change()
    {
        await SendAsync(Alice, Comment);
        Clock.Advance(TimeSpan.FromHours(2));
        await SendAsync(Alice, Comment);

        Assert.Equal(1, (await App.Get<AdminStats>().TotalsAsync()).Total);
        Assert.Equal(0, (await App.Get<AdminStats>().CreatedPerHourAsync(1))[0].Count);
    }

    [Fact]
    public async Task Racing_calls_give_one_row()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SendAsync(Alice, Comment))));

        Assert.Equal(16, Assert.Single((await InboxOf(Alice).ListAsync(new InboxQuery())).Page.Items).Occurrences);
    }

    [Fact]
    [Rule("2.3")]
    public async Task An_activity_told_again_folds_nothing_twice()
    {
        var (first, second) = (await RecordAsync(), await RecordAsync());
        var presentation = new Presentation(CollapseKey: "build");
        await Notifications.FanOutAsync(first, [Alice.Id], presentation);
        await Notifications.FanOutAsync(second, [Alice.Id], presentation);

        foreach (var again in new[] { first, second })
        {
            Assert.Equal(SkipReason.Duplicate, Assert.Single(await Notifications.FanOutAsync(again, [Alice.Id], presentation)).Reason);
        }

        Assert.Equal(2, Assert.Single((await InboxOf(Alice).ListAsync(new InboxQuery())).Page.Items).Occurrences);
    }

    [Fact]
    public async Task Some_are_folded_and_some_are_new()
    {
        await SendAsync(Alice, Comment);

        var result = await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id), Comment);

        Assert.Equal((1, 1), (result.Created, result.Folded));
    }

    [Fact]
    public async Task Many_are_folded_by_as_many_statements_as_few()
    {
        Assert.Equal(await StatementsAsync("few", 2), await StatementsAsync("many", 50));
    }

    [Fact]
    public async Task A_mode_that_is_not_queued_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(Alice, Comment with { Mode = NotificationMode.Timeseries }));

    private async Task<int> StatementsAsync(string name, int count)
    {
        var users = new List<string>();

        for (var i = 0; i < count; i++)
        {
            users.Add((await AddUserAsync($"{name}{i}")).Id);
        }

        await Notifications.CreateManyAsync(users, Comment);
        using var statements = new StatementCount();
        Assert.Equal(count, (await Notifications.SendAsync(Audience.Of(users), Comment)).Folded);

        return statements.Statements.Count;
    }

    private async Task<ActivityEntry> RecordAsync() => (await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("build.done"))).Entry;

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();

    private async Task<long> SendAsync(PortalUser user, NotificationDraft draft, string sender = Message.Portal) =>
        (await Notifications.SendAsync(Audience.Of(user.Id), draft, sender)).Outcomes[0].NotificationId!.Value;
}
