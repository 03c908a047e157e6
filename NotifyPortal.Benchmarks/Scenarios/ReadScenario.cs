using System.Globalization;
using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>What a user looks at all day, in a small portal and in a large one.</summary>
internal sealed class ReadScenario(SeedLibrary library) : Scenario
{
    private const int FarPage = 1000;
    private const int PageSize = 25;

    public override string Number => "S4";

    public override string Name => "read";

    public override string Title => "bell, inbox pages and filters of a heavy and a light user";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        await using var small = await OpenAsync(10_000);
        await using var large = await OpenAsync(options.ManyRows);

        foreach (var read in Reads)
        {
            await CompareAsync(report, options, read, small, large);
        }

        await CompareFarPageAsync(report, options, large);
        report.Note("Search is not measured: the inbox has none yet.");
    }

    private static IReadOnlyList<Read> Reads { get; } =
    [
        new("bell, heavy user", p => BellAsync(p.Heavy), p => Bell(p.BareHeavy)),
        new("bell, light user", p => BellAsync(p.Light), p => Bell(p.BareLight)),
        new("inbox page 1, heavy user", p => p.Heavy.ListAsync(new InboxQuery()), p => p.BareHeavy.Page()),
        new("inbox page 1, light user", p => p.Light.ListAsync(new InboxQuery()), p => p.BareLight.Page()),
        new("unread ones, heavy user", p => p.Heavy.ListAsync(new InboxQuery { Status = InboxStatus.Unread }), p => p.BareHeavy.UnreadPage()),
        // Counting a type's is linear in one's own rows, here and there: only the bare one tells whether that is all.
        new("one type, heavy user", p => p.Heavy.ListAsync(new InboxQuery { Type = "kind-1" }), p => p.BareHeavy.TypePage("kind-1"), Grows: true),
    ];

    private async Task<Portal> OpenAsync(int rows)
    {
        var files = await library.WithRowsAsync(rows);

        return new Portal(rows, new PortalHost(files), files);
    }

    private static async Task CompareAsync(Report report, RunOptions options, Read read, Portal small, Portal large)
    {
        var values = await Measure.InTurnsAsync(
            options.Rounds,
            () => EachAsync(options, () => read.OfPortal(small)), () => EachAsync(options, () => Bare(read, small)),
            () => EachAsync(options, () => read.OfPortal(large)), () => EachAsync(options, () => Bare(read, large)));
        var (few, many) = (new Comparison($"{read.What}, {small} rows", "µs", values[0], values[1]), new Comparison($"{read.What}, {large} rows", "µs", values[2], values[3]));
        report.Add(few);
        report.Add(many);
        report.AtMost($"{read.What}, against bare", many.Ratio.Median, 3);

        if (!read.Grows)
        {
            report.AtMost($"{read.What}, {large} rows against {small}", new Comparison("", "µs", values[2], values[0]).Ratio.Median, 1.3);
        }
    }

    private static async Task CompareFarPageAsync(Report report, RunOptions options, Portal portal)
    {
        var position = portal.BareHeavy.PositionBefore(FarPage, PageSize);
        var far = new InboxQuery { Cursor = new PageCursor(position, 0, false, (FarPage - 1) * PageSize, portal.Rows) };
        var values = await Measure.InTurnsAsync(
            options.Rounds,
            () => EachAsync(options, () => portal.Heavy.ListAsync(far)),
            () => EachAsync(options, () => Task.FromResult(portal.BareHeavy.Page(position))),
            () => EachAsync(options, () => portal.Heavy.ListAsync(new InboxQuery())));
        var bare = new Comparison($"inbox page 1,000, heavy user, {portal} rows", "µs", values[0], values[1]);
        report.Add(bare);
        report.AtMost("inbox page 1,000, against bare", bare.Ratio.Median, 3);
        report.AtMost("inbox page 1,000 against page 1", new Comparison("", "µs", values[0], values[2]).Ratio.Median, 1.2);
    }

    private static Task<double> EachAsync(RunOptions options, Func<Task> read) => Measure.MicrosecondsEachAsync(TimeSpan.FromMilliseconds(options.Pick(30, 200)), read);

    private static Task Bare(Read read, Portal portal)
    {
        read.OfBare(portal);

        return Task.CompletedTask;
    }

    private static async Task BellAsync(Inbox inbox)
    {
        await inbox.CountUnreadAsync();
        await inbox.RecentAsync();
    }

    private static int Bell(BareInbox inbox) => (int)inbox.CountUnread() + inbox.Recent(10);

    private sealed record Read(string What, Func<Portal, Task> OfPortal, Func<Portal, int> OfBare, bool Grows = false);

    private sealed class Portal(int rows, PortalHost host, PortalFiles files) : IAsyncDisposable
    {
        private readonly Microsoft.Data.Sqlite.SqliteConnection database = files.Open();
        private BareInbox? heavy;
        private BareInbox? light;

        public int Rows => rows;

        public Inbox Heavy { get; } = host.Get<Inboxes>().Of(Seed.Heavy);

        public Inbox Light { get; } = host.Get<Inboxes>().Of(Seed.Light);

        public BareInbox BareHeavy => heavy ??= new BareInbox(database, 1);

        public BareInbox BareLight => light ??= new BareInbox(database, 2);

        public async ValueTask DisposeAsync()
        {
            heavy?.Dispose();
            light?.Dispose();
            await database.DisposeAsync();
            await host.DisposeAsync();
        }

        public override string ToString() => rows.ToString("N0", CultureInfo.InvariantCulture);
    }
}
