using NotifyPortal.Activities;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Commands;

/// <summary>What verify finds, beside a portal that serves.</summary>
public sealed class VerifyCommandTests : PortalTest
{
    [Fact]
    public async Task Verify_finds_nothing_wrong_with_what_the_portal_writes()
    {
        await SendManyAsync(Alice, 3);
        await InboxOf(Alice).DismissAllAsync(BulkSelection.All());

        var (exitCode, output, errors) = await PortalProcess.RunBesideAsync(App, "verify");

        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("ok: 3 notifications", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_finds_nothing_wrong_with_folds_groups_undo_and_retraction()
    {
        foreach (var draft in new NotificationDraft[]
                 {
                     new() { Title = "x", CollapseKey = "k", Actor = new Actor(null, "Ann"), Metadata = new() { ["a"] = 1 } },
                     new() { Title = "x", Group = "g" },
                     new() { Title = "x", Mode = NotificationMode.Timeseries },
                     new() { Title = "x", Mode = NotificationMode.Ephemeral },
                 })
        {
            await Notifications.CreateManyAsync([Alice.Id, Bob.Id], draft);
            await Notifications.CreateManyAsync([Alice.Id, Bob.Id], draft);
        }

        await InboxOf(Alice).UndoAsync((await InboxOf(Alice).DismissAllAsync(BulkSelection.All())).UndoToken!.Value);
        await Notifications.ResolveAsync(SenderRef.Portal, "k", recipient: Bob.Id);
        await Notifications.RetractAsync(SenderRef.Portal, 4);

        Assert.Empty((await PortalProcess.RunBesideAsync(App, "verify")).Errors);
    }

    [Theory]
    [InlineData("""UPDATE "Sequences" SET "Value" = 0""", "sequence")]
    [InlineData("""UPDATE "Notifications" SET "DismissedAt" = "CreatedAt" WHERE "Id" = 1""", "dismissed but not seen")]
    [InlineData("""UPDATE "Notifications" SET "SeenAt" = {0} WHERE "Id" = 1""", "seen before it was created")]
    [InlineData("""UPDATE "Notifications" SET "Position" = 0 WHERE "Id" = 1""", "position")]
    [InlineData("""UPDATE "Notifications" SET "OpenKey" = 'k', "Sender" = 'portal'""", "key of its message")]
    [InlineData("""UPDATE "Notifications" SET "Occurrences" = 2""", "folded without a trace")]
    [InlineData("""UPDATE "Notifications" SET "Operation" = 99""", "behind the operation")]
    [InlineData("""INSERT INTO "Removals" ("RecipientId", "Number", "NotificationId", "At") SELECT "RecipientId", 1, "Id", {0} FROM "Notifications" """, "removed, but still there")]
    [InlineData("""UPDATE "TypeTallies" SET "Unread" = 0""", "the count has drifted for type")]
    [InlineData("""DELETE FROM "HourTallies" """, "the count has drifted for hour")]
    [InlineData("""UPDATE "Messages" SET "Sent" = 0""", "sent to fewer")]
    [InlineData("""UPDATE "Messages" SET "RetractedAt" = {0}""", "retracted, but still there")]
    [InlineData("""UPDATE "Messages" SET "Link" = 'javascript:alert(1)' WHERE "Id" = 1""", "link")]
    [InlineData("""UPDATE "Messages" SET "Icon" = '<svg>' WHERE "Id" = 1""", "icon")]
    [InlineData("""UPDATE "Messages" SET "Actions" = '[{"label":"x","link":"//evil"}]' WHERE "Id" = 1""", "action")]
    [InlineData("""UPDATE "Messages" SET "Metadata" = '[]' WHERE "Id" = 1""", "metadata")]
    [InlineData("""DELETE FROM "Recipients" """, "has no number: account")]
    public async Task Verify_lists_what_is_broken(string harm, string named)
    {
        await SendAsync(Alice);
        await App.Database.ExecuteAsync(harm.Replace("{0}", App.Database.LongAgo, StringComparison.Ordinal));

        await AssertFoundAsync(named);
    }

    [Theory]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    [InlineData("DROP TRIGGER Tally_Message; PRAGMA foreign_keys = OFF; DELETE FROM Messages WHERE Id = 1", "points to nothing")]
    [InlineData("PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name = 'IX_Notifications_RecipientId_State_Position'", "damaged")]
    [InlineData("UPDATE Messages SET Metadata = '[' WHERE Id = 1", "metadata")]
    public async Task Verify_lists_what_is_broken_in_a_file(string harm, string named)
    {
        await SendAsync(Alice);
        await App.Database.ExecuteAsync(harm);

        await AssertFoundAsync(named);
    }

    [Fact]
    public async Task Verify_names_what_an_older_version_lacks()
    {
        await App.Database.ExecuteAsync("""DELETE FROM "__EFMigrationsHistory" """);

        var errors = (await PortalProcess.RunBesideAsync(App, "verify")).Errors;

        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Contains("migration not applied", error, StringComparison.Ordinal));
    }

    private async Task AssertFoundAsync(string named)
    {
        var (exitCode, output, errors) = await PortalProcess.RunBesideAsync(App, "verify");

        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains(errors, e => e.Contains(named, StringComparison.Ordinal));
    }
}
