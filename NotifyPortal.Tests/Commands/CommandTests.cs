using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Commands;

/// <summary>Commands as processes of their own, beside a portal that serves.</summary>
public sealed class CommandTests : PortalTest
{
    private readonly TempDirectory directory = new();

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var (exitCode, output, _) = await RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.All(["verify", "backup"], command => Assert.Contains(command, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_command_is_refused_with_the_known_ones()
    {
        var (exitCode, _, errors) = await RunAsync("verfy");

        Assert.Equal(1, exitCode);
        Assert.Contains("'verfy'", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Contains("verify", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_finds_nothing_wrong_with_what_the_portal_writes()
    {
        await SendManyAsync(Alice, 3);
        await InboxOf(Alice).DismissAllAsync(BulkSelection.All());

        var (exitCode, output, errors) = await RunAsync("verify");

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

        Assert.Empty((await RunAsync("verify")).Errors);
    }

    [Theory]
    [InlineData("UPDATE Sequences SET Value = 0", "sequence")]
    [InlineData("UPDATE Notifications SET DismissedAt = CreatedAt WHERE Id = 1", "dismissed but not seen")]
    [InlineData("UPDATE Notifications SET SeenAt = CreatedAt - 1 WHERE Id = 1", "seen before it was created")]
    [InlineData("UPDATE Notifications SET Position = 0 WHERE Id = 1", "position")]
    [InlineData("UPDATE Notifications SET OpenKey = 'k', Sender = 'portal'", "key of its message")]
    [InlineData("UPDATE Notifications SET Occurrences = 2", "folded without a trace")]
    [InlineData("UPDATE Notifications SET Operation = 99", "behind the operation")]
    [InlineData("INSERT INTO Removals (RecipientId, Number, NotificationId, At) SELECT RecipientId, 1, Id, 0 FROM Notifications", "removed, but still there")]
    [InlineData("UPDATE TypeTallies SET Unread = 0", "the count has drifted for type")]
    [InlineData("DELETE FROM HourTallies", "the count has drifted for hour")]
    [InlineData("UPDATE Messages SET Sent = 0", "sent to fewer")]
    [InlineData("UPDATE Messages SET RetractedAt = 0", "retracted, but still there")]
    [InlineData("UPDATE Messages SET Link = 'javascript:alert(1)' WHERE Id = 1", "link")]
    [InlineData("UPDATE Messages SET Icon = '<svg>' WHERE Id = 1", "icon")]
    [InlineData("UPDATE Messages SET Actions = '[{\"label\":\"x\",\"link\":\"//evil\"}]' WHERE Id = 1", "action")]
    [InlineData("UPDATE Messages SET Metadata = '[' WHERE Id = 1", "metadata")]
    [InlineData("DELETE FROM Recipients", "has no number: account")]
    [InlineData("DROP TRIGGER Tally_Message; PRAGMA foreign_keys = OFF; DELETE FROM Messages WHERE Id = 1", "points to nothing")]
    [InlineData("PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name = 'IX_Notifications_RecipientId_State_Position'", "damaged")]
    public async Task Verify_lists_what_is_broken(string harm, string named)
    {
        await SendAsync(Alice);
        await App.Database.ExecuteAsync(harm);

        var (exitCode, output, errors) = await RunAsync("verify");

        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains(errors, e => e.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backup_made_while_others_write_is_sound_and_serves()
    {
        await SendManyAsync(Alice, 5);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await SendAsync(Bob);
            }
        });

        var (exitCode, _, errors) = await RunAsync("backup", directory["copy.db"]);
        await stop.CancelAsync();
        await writing;

        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
        using var restored = await PortalProcess.ServeAsync(directory["copy.db"]);
        Assert.Equal(0, (await PortalProcess.RunAsync(["verify", "--Database:ConnectionString", $"Data Source={directory["copy.db"]}"])).ExitCode);
    }

    [Fact]
    public async Task A_database_of_an_older_version_is_copied_as_it_is()
    {
        await SendAsync(Alice);
        await App.Database.ExecuteAsync("DELETE FROM __EFMigrationsHistory");

        Assert.Equal(0, (await RunAsync("backup", directory["copy.db"])).ExitCode);
        var errors = (await RunAsync("verify")).Errors;
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Contains("migration not applied", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("backup", "copy.db")]
    public async Task What_only_looks_creates_no_database(params string[] command)
    {
        var (exitCode, portal) = await PortalProcess.RunAsync([.. command, "--Database:ConnectionString", $"Data Source={directory["none.db"]}"]);

        using (portal)
        {
            Assert.Equal(1, exitCode);
            Assert.Contains("Database:ConnectionString", Assert.Single(portal.Errors), StringComparison.Ordinal);
            Assert.False(File.Exists(directory["none.db"]));
        }
    }

    [Fact]
    [Rule("T30")]
    public async Task Only_the_owner_may_read_a_backup()
    {
        await RunAsync("backup", directory["copy.db"]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(directory["copy.db"]));
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        await File.WriteAllTextAsync(directory["letter.txt"], "Dear Alice");

        var (exitCode, _, errors) = await RunAsync("backup", directory["letter.txt"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("letter.txt", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal("Dear Alice", await File.ReadAllTextAsync(directory["letter.txt"]));
    }

    [Fact]
    [Rule("P4")]
    public async Task Open_pages_hear_of_what_another_process_wrote()
    {
        using var page = Listen(Alice);

        // The portal's first look, which may be over or not, says "read again", too: so twice.
        for (var round = 1; round <= 2; round++)
        {
            await App.Database.ExecuteAsync("UPDATE Sequences SET Value = Value + 1");
            await Until.TrueAsync(async () => (await page.HeardAsync(resyncs: true)).Any(e => e.Kind == LiveEventKind.Resync), $"the page is told to read again, {round}");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        directory.Dispose();
    }

    private async Task<(int ExitCode, string Output, IReadOnlyList<string> Errors)> RunAsync(params string[] arguments)
    {
        var (exitCode, portal) = await PortalProcess.RunAsync([.. arguments, .. App.Database.Arguments]);

        using (portal)
        {
            return (exitCode, portal.Output, portal.Errors);
        }
    }
}
