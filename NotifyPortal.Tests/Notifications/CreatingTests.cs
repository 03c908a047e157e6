using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("3")]
public sealed class CreatingTests : PortalTest
{
    private static readonly NotificationDraft Hello = new() { Title = "Hello" };

    [Fact]
    [Rule("3.1")]
    public async Task Each_recipient_gets_a_row_of_their_own()
    {
        var created = await Notifications.CreateManyAsync([Alice.Id, Bob.Id], Hello);

        Assert.Equal(2, created);
        Assert.Single(await IdsAsync(Alice));
        Assert.Single(await IdsAsync(Bob));
    }

    [Fact]
    [Rule("3.1")]
    public async Task Many_recipients_share_one_message()
    {
        await Notifications.CreateManyAsync([Alice.Id, Bob.Id], Hello);

        Assert.Equal(1, await QueryAsync(db => db.Set<Message>().CountAsync()));
    }

    [Fact]
    [Rule("3.1")]
    public async Task A_recipient_named_twice_counts_once()
    {
        var created = await Notifications.CreateManyAsync([Alice.Id, "alice@example.org", "ALICE@Example.org", Alice.Id], Hello);

        Assert.Equal(1, created);
        Assert.Single(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("3.1")]
    public async Task Telling_many_takes_as_many_statements_as_telling_two()
    {
        var users = new List<string>();

        for (var i = 0; i < 40; i++)
        {
            users.Add((await AddUserAsync($"user{i}")).Id);
        }

        Assert.Equal(await StatementsAsync(users[..2]), await StatementsAsync(users));
    }

    [Fact]
    [Rule("3.1")]
    public async Task An_unknown_recipient_is_skipped_and_the_others_are_told()
    {
        var result = await Notifications.SendAsync(Audience.Of("nobody@example.org", Alice.Id), Hello);

        Assert.Equal(1, result.Created);
        Assert.Equal(1, result.Reasons[SkipReason.UnknownRecipient]);
    }

    [Fact]
    [Rule("2.6")]
    public async Task A_deactivated_user_receives_nothing()
    {
        await QueryAsync(db => db.Users.Where(u => u.Id == Alice.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeactivatedAt, Clock.GetUtcNow())));

        var outcome = await Notifications.CreateAsync(Alice.Id, Hello);

        Assert.Equal(SkipReason.UnknownRecipient, outcome.Reason);
    }

    [Fact]
    [Rule("2.6")]
    public async Task Deleting_a_user_deletes_their_rows_and_nobody_elses()
    {
        await Notifications.CreateManyAsync([Alice.Id, Bob.Id], Hello);

        await QueryAsync(db => db.Users.Where(u => u.Id == Alice.Id).ExecuteDeleteAsync());

        Assert.Empty(await IdsAsync(Alice));
        Assert.Single(await IdsAsync(Bob));
    }

    [Fact]
    [Rule("1.3")]
    public async Task Id_and_position_are_equal_at_first_and_grow()
    {
        var first = await InboxOf(Alice).FindAsync(await SendAsync(Alice));
        var second = await InboxOf(Bob).FindAsync(await SendAsync(Bob));

        Assert.Equal(first!.Id, first.Position);
        Assert.True(second!.Position > first.Position);
    }

    [Fact]
    [Rule("1.3")]
    public async Task Racing_senders_never_share_a_position()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => SendAsync(i % 2 == 0 ? Alice : Bob))));

        var positions = await QueryAsync(db => db.Set<Notification>().Select(n => n.Position).ToListAsync());
        Assert.Equal(40, positions.Distinct().Count());
    }

    [Fact]
    [Rule("3.2")]
    public async Task Type_and_action_together_are_refused()
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Notifications.CreateAsync(Alice.Id, Hello with { Type = "posts", Action = "post.created" }));

        Assert.Contains("type", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("3.2")]
    public async Task An_action_gives_its_type()
    {
        var outcome = await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Action = "post.commented" });

        Assert.Equal("posts.comments", (await InboxOf(Alice).FindAsync(outcome.NotificationId!.Value))!.Type);
    }

    [Fact]
    [Rule("3.3")]
    public async Task Empty_texts_count_as_absent()
    {
        var outcome = await Notifications.CreateAsync(
            Alice.Id, new NotificationDraft { Title = " ", Text = "", Icon = " ", Link = " ", Type = "", Action = "deploy.failed" });

        var shown = await InboxOf(Alice).FindAsync(outcome.NotificationId!.Value);
        Assert.Null(shown!.Title);
        Assert.Equal("Deploy failed", shown.Text);
    }

    [Fact]
    [Rule("3.3")]
    public async Task Metadata_does_not_shadow_the_named_fields()
    {
        var outcome = await Notifications.CreateAsync(
            Alice.Id, Hello with { Metadata = new JsonObject { ["title"] = "Forged", ["severity"] = "critical" } });

        var shown = await InboxOf(Alice).FindAsync(outcome.NotificationId!.Value);
        Assert.Equal(("Hello", Severity.Info), (shown!.Title, shown.Severity));
    }

    [Fact]
    [Rule("2.2")]
    public async Task The_recipient_hears_of_it()
    {
        using var page = Listen(Alice);

        var id = await SendAsync(Alice);

        var heard = Assert.Single(await page.HeardAsync());
        Assert.Equal(LiveEventKind.Created, heard.Kind);
        Assert.Equal([id], heard.Ids);
    }

    [Fact]
    [Rule("2.2")]
    public async Task Other_users_hear_nothing()
    {
        using var page = Listen(Bob);

        await SendAsync(Alice);

        Assert.Empty(await page.HeardAsync());
    }

    [Fact]
    [Rule("3.1")]
    public async Task A_refused_draft_stores_and_tells_nothing()
    {
        using var page = Listen(Alice);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Notifications.CreateAsync(Alice.Id, Hello with { Link = "javascript:alert(1)" }));

        Assert.Empty(await page.HeardAsync());
        Assert.Empty(await IdsAsync(Alice));
    }

    private async Task<int> StatementsAsync(List<string> users)
    {
        using var count = new StatementCount();
        Assert.Equal(users.Count, await Notifications.CreateManyAsync(users, Hello));

        return count.Statements.Count;
    }
}
