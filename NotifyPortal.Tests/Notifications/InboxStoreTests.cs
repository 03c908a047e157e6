using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

/// <summary>What pages read by hand is what the model says is there.</summary>
public sealed class InboxStoreTests : PortalTest
{
    [Fact]
    public async Task A_row_read_by_hand_is_the_models_with_every_column()
    {
        await NotifyAsync();
        await FillAsync();

        var byHand = (await App.Get<StoreReader>().ReadAsync(sql => InboxStore.FindAsync(sql, Alice.Id, [1], default))).Single();

        var modelled = await QueryAsync(db => NotificationRow.In(db, db.Set<Notification>().AsNoTracking()).SingleAsync());
        Assert.Equal(Text(modelled), Text(byHand));
        Assert.DoesNotContain("null", Text(byHand), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_read_by_hand_is_the_models_without_them()
    {
        await SendAsync(Alice);

        var byHand = (await App.Get<StoreReader>().ReadAsync(sql => InboxStore.NewestAsync(sql, Alice.Id, NotificationState.Unread, 10, default))).Single();

        var modelled = await QueryAsync(db => NotificationRow.In(db, db.Set<Notification>().AsNoTracking()).SingleAsync());
        Assert.Equal(Text(modelled), Text(byHand));
    }

    [Fact]
    [Rule("4.2")]
    public async Task Totals_are_what_the_lists_hold_whatever_happened_to_them()
    {
        var ids = await SendManyAsync(Alice, 7);
        var inbox = InboxOf(Alice);
        await inbox.MarkSeenAsync(ids[0]);
        await inbox.DismissAsync(ids[1]);
        await inbox.DismissAsync(ids[2]);
        await inbox.RestoreAsync(ids[2]);
        await inbox.MarkUnseenAsync(ids[2]);
        await inbox.UndoAsync((await inbox.DismissAllAsync(BulkSelection.All())).UndoToken!.Value);
        await Notifications.RetractAsync(SenderRef.Portal, (await inbox.FindAsync(ids[3]))!.Id);

        await App.AssertTalliesAsync();
        var counts = await inbox.CountAsync();
        Assert.Equal((counts.All, counts.Dismissed), (await TotalAsync(DismissedFilter.Exclude), await TotalAsync(DismissedFilter.Only)));
        Assert.Equal(counts.All + counts.Dismissed, await TotalAsync(DismissedFilter.Include));
        Assert.Equal(1, counts.All - counts.Unread);

        async Task<long> TotalAsync(DismissedFilter dismissed)
        {
            var page = (await inbox.ListAsync(new InboxQuery { Dismissed = dismissed })).Page;
            Assert.Equal(page.Items.Count, page.Total);

            return page.Total;
        }
    }

    [Fact]
    public async Task Of_whom_nothing_was_ever_sent_to_there_is_nothing()
    {
        Assert.Equal(new InboxCounts(0, 0, 0), await InboxOf(Alice).CountAsync());
        Assert.Empty(await InboxOf(Alice).RecentAsync());
        Assert.Empty((await InboxOf(Alice).ListAsync(new InboxQuery { Type = "posts" })).Page.Items);
    }

    private async Task NotifyAsync()
    {
        var activity = await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("post.commented")
        {
            Actor = new Actor(Bob.Id, "Bob", "Key"),
            TargetId = Alice.Id,
            TargetName = "Alice",
            ResourceType = "post",
            ResourceId = "42",
            SourceKey = "x",
        });
        Assert.NotNull(activity);
    }

    // What no single notification has at once: every column has something that no other has.
    private async Task FillAsync()
    {
        await using var connection = await App.Database.OpenAsync();

        foreach (var table in new[] { "Notifications", "Messages", "Activities" })
        {
            var columns = await connection.RowsAsync(
                TestDatabase.OnPostgres ? $"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}'" : $"SELECT name, type FROM pragma_table_info('{table}')", default);
            var values = columns.Select((column, i) => (Name: (string)column[0]!, Value: Value((string)column[1]!, i)))
                .Where(one => one.Name is not ("Id" or "RecipientId" or "MessageId" or "ActivityId" or "State" or "Mode" or "Origin"))
                .Select(one => $"\"{one.Name}\" = coalesce(\"{one.Name}\", {one.Value})");
            await connection.RowsAsync($"UPDATE \"{table}\" SET {string.Join(", ", values)}", default);
        }

        static string Value(string type, int i) => type switch
        {
            "json" or "jsonb" => $"'[\"text {i}\"]'",
            "TEXT" or "text" or "character varying" => $"'text {i}'",
            "timestamp with time zone" => $"to_timestamp({1_000_000 + i})",
            _ => $"{1_000_000 + i}",
        };
    }

    private static string Text(NotificationRow row) => JsonSerializer.Serialize(new object?[] { row.State, row.Message, row.Activity });
}
