using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;
using NotifyPortal.Notifications;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>What a user does to everything at once, and takes back.</summary>
internal sealed class BulkScenario : Scenario
{
    private const int Rows = 10_000;

    public override string Number => "S12";

    public override string Name => "bulk";

    public override string Title => "mark 10,000 seen, dismiss them, take it back";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        using var files = new PortalFiles();
        await files.PrepareAsync(database => Seed.Unread(database, Rows));
        await using var host = new PortalHost(files);
        var inbox = host.Get<Inboxes>().Of(Seed.Heavy);
        using var bare = BareStore.Open(files["bare.db"]);
        bare.Run($"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Rows}) INSERT INTO Rows (Recipient, Message) SELECT 1, n FROM numbers");
        long? undo = null;

        var values = await Measure.InTurnsAsync(
            options.Rounds,
            () => ChangeAsync(() => inbox.MarkAllSeenAsync(BulkSelection.All())),
            () => BareAsync("UPDATE Rows SET SeenAt = 1 WHERE Recipient = 1 AND SeenAt IS NULL AND DismissedAt IS NULL"),
            UndoAsync,
            () => BareAsync("UPDATE Rows SET SeenAt = NULL WHERE Recipient = 1 AND SeenAt = 1"),
            () => ChangeAsync(() => inbox.DismissAllAsync(BulkSelection.All())),
            () => BareAsync("UPDATE Rows SET SeenAt = 1, DismissedAt = 1 WHERE Recipient = 1 AND DismissedAt IS NULL"),
            UndoAsync,
            () => BareAsync("UPDATE Rows SET SeenAt = NULL, DismissedAt = NULL WHERE Recipient = 1 AND DismissedAt = 1"));

        foreach (var (i, what) in new[] { "mark 10,000 seen", "undo it", "dismiss 10,000", "undo the dismissal" }.Index())
        {
            var figure = new Comparison(what, "ms", values[2 * i], values[(2 * i) + 1]);
            report.Add(figure);
            report.AtMost(what, figure.Portal.Median, 50, "ms");
        }

        Task<double> ChangeAsync(Func<Task<BulkChange>> change) => Measure.MillisecondsAsync(async () =>
        {
            var done = await change();
            Check(done.Count);
            undo = done.UndoToken;
        });

        Task<double> UndoAsync() => Measure.MillisecondsAsync(async () => Check(await inbox.UndoAsync(undo!.Value) ?? 0));

        Task<double> BareAsync(string sql) => Measure.MillisecondsAsync(() =>
        {
            bare.Run(sql);

            return Task.CompletedTask;
        });
    }

    private static void Check(int changed)
    {
        if (changed != Rows)
        {
            throw new InvalidOperationException($"{changed} of {Rows} were changed.");
        }
    }
}
