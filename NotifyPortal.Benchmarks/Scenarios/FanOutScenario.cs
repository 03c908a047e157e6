using System.Globalization;
using System.Text.Json;
using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;
using NotifyPortal.Notifications;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>One message to very many, until the last row is stored.</summary>
internal sealed class FanOutScenario : Scenario
{
    private const int Most = 100_000;
    private const int SinglesPerSecond = 100;

    private static readonly NotificationDraft Draft = new() { Title = "Maintenance tonight", Text = "From ten to eleven.", Type = "announcements" };

    public override string Number => "S3";

    public override string Name => "fan-out";

    public override string Title => "CreateManyAsync, until the last row is stored";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        using var files = new PortalFiles();
        await files.PrepareAsync(database => Seed.Users(database, Most));
        await using var host = new PortalHost(files);
        var service = host.Get<NotificationService>();
        await MeasureSizesAsync(report, options, files, service);
        await MeasureSinglesAsync(report, options, service);
    }

    private static async Task MeasureSizesAsync(Report report, RunOptions options, PortalFiles files, NotificationService service)
    {
        using var bare = BareStore.Open(files["bare.db"]);
        using var insert = bare.Prepare("INSERT INTO Rows (Recipient, Message) SELECT value, $message FROM json_each($recipients)", ("$message", 0), ("$recipients", ""));
        using var orm = new OrmStore(files["orm.db"]);
        await orm.PrepareAsync();
        var message = 0;

        foreach (var recipients in new[] { 1000, 10_000, Most })
        {
            var users = Recipients(recipients);
            var numbers = JsonSerializer.Serialize(Enumerable.Range(1, recipients));
            var values = await Measure.InTurnsAsync(
                options.Rounds,
                () => Measure.MillisecondsAsync(() => SendAsync(service, users)),
                () => Measure.MillisecondsAsync(() =>
                {
                    insert.Parameters[0].Value = ++message;
                    insert.Parameters[1].Value = numbers;
                    insert.ExecuteNonQuery();

                    return Task.CompletedTask;
                }));
            // A round of this takes seconds: few are measured, and the small sizes are the warmth of the large one.
            var ranges = new List<double>();

            for (var round = 0; round < options.Pick(1, 3); round++)
            {
                ranges.Add(await Measure.MillisecondsAsync(() => orm.AddRangeAsync(++message, recipients)));
            }

            var statement = new Comparison($"{recipients.ToString("N0", CultureInfo.InvariantCulture)} recipients", "ms", values[0], values[1]) { Peer = "bare INSERT … SELECT" };
            report.Add(statement);
            report.Add($"{recipients.ToString("N0", CultureInfo.InvariantCulture)} recipients, EF AddRange", new Series("ms", ranges));

            if (recipients == Most)
            {
                report.AtMost("100,000, against bare", statement.Ratio.Median, 1.5);
                report.AtLeast("100,000, faster than EF AddRange", new Series("ms", ranges).Median / statement.Portal.Median, 10);
            }
        }
    }

    private static async Task MeasureSinglesAsync(Report report, RunOptions options, NotificationService service)
    {
        var users = Recipients(Most);
        var time = options.Pick(2, 10) * TimeSpan.FromSeconds(1);
        var quiet = await Measure.OpenLoopAsync(SinglesPerSecond, time, SingleAsync);
        using var over = new CancellationTokenSource();
        var fanOuts = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await SendAsync(service, users);
            }
        });
        var meanwhile = await Measure.OpenLoopAsync(SinglesPerSecond, time, SingleAsync);
        await over.CancelAsync();
        await fanOuts;
        var (alone, beside) = (quiet.Latency.Percentile(99), meanwhile.Latency.Percentile(99));
        report.Add(new Comparison($"p99 of {SinglesPerSecond} single publishes a second beside a fan-out to 100,000", "ms", [beside], [alone]) { Peer = "alone" });
        report.AtMost("single publishes meanwhile, p99 against alone", beside / alone, 2);

        Task SingleAsync(int number) => service.CreateAsync(Seed.User(1 + number), Draft);
    }

    private static List<string> Recipients(int count) => [.. Enumerable.Range(1, count).Select(Seed.User)];

    private static async Task SendAsync(NotificationService service, List<string> users)
    {
        if (await service.CreateManyAsync(users, Draft) is var created && created != users.Count)
        {
            throw new InvalidOperationException($"{created} of {users.Count} were told.");
        }
    }
}
