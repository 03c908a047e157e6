using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Data;
using NotifyPortal.Data.Postgres;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;
using Npgsql;

namespace NotifyPortal.Tests.Data;

/// <summary>
/// <see cref="QueryPlanTests"/> on PostgreSQL: it plans by what it knows of the rows, so it is given many, and what it really went through is held
/// against that.
/// </summary>
[Trait(TestDatabase.Trait, TestDatabase.Postgres)]
public sealed class PostgresPlanTests(PostgresPlanTests.LongHistory history) : IClassFixture<PostgresPlanTests.LongHistory>
{
    /// <summary>What may go through many rows, with the reason.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["all dismissed and back"] = ["SORT", "WALK Notifications", "WALK Recipients"], // all that are changed
        ["stream: changes"] = ["SORT", "WALK Notifications"], // all that one act has changed since
        ["streams: changes"] = ["SORT", "WALK Notifications"], // likewise
        ["retention, dry"] = ["SCAN Messages", "SCAN Notifications"], // by hand, seldom
    };

    [Theory]
    [MemberData(nameof(StoreReads.Names), MemberType = typeof(StoreReads))]
    public async Task No_read_grows_with_the_tables(string name) =>
        Assert.Empty((await GrowingAsync(() => StoreReads.All[name].Run(history.Reads))).Except(Allowed.GetValueOrDefault(name, [])));

    [Theory]
    [MemberData(nameof(StoreReads.InboxQueries), MemberType = typeof(StoreReads))]
    public async Task No_page_of_the_inbox_grows_with_it_but_for_its_total(InboxStatus status, DismissedFilter dismissed, InboxOrder order, string? type)
    {
        foreach (var cursor in StoreReads.Cursors.Select(cursor => cursor is null ? null : cursor with { Key = LongHistory.Middle }))
        {
            var query = new InboxQuery { Status = status, Dismissed = dismissed, Order = order, Type = type, Limit = 25, Cursor = cursor };
            Assert.Empty((await GrowingAsync(() => history.Reads.Inbox.ListAsync(query))).Except(type is null ? [] : ["SCAN Messages"])); // each is looked at for the total
        }
    }

    private async Task<IReadOnlyList<string>> GrowingAsync(Func<Task> run)
    {
        history.Plans.Clear();
        await run();
        Assert.True(history.Plans.Any);

        return history.Plans.GrowingSteps;
    }

    /// <summary>Alice has 10,000 notifications, most of them read or dismissed, and five thousand others have a few.</summary>
    public sealed class LongHistory : IAsyncLifetime
    {
        /// <summary>A position in the midst of Alice's.</summary>
        internal const long Middle = 107_000;

        private const int Rows = 10_000;

        private readonly TestClock clock = new();
        private PortalApp app = default!;

        internal PlanLog Plans { get; } = new();

        internal StoreReads Reads { get; private set; } = default!;

        public async ValueTask InitializeAsync()
        {
            var database = await MigratedDatabase.CopyAsync();
            app = new PortalApp(("Database:Provider", TestDatabase.Postgres), ("Database:ConnectionString", $"{database};Options={PlanLog.Options}"))
            {
                Clock = clock,
                Serves = false,
                Extend = services => services.ConfigureDbContext<PostgresPortalDbContext>(o => o.AddInterceptors(Plans), ServiceLifetime.Singleton),
            };
            var (alice, bob) = (await app.AddPersonAsync("alice"), await app.AddPersonAsync("bob"));
            await app.AddCrowdAsync(5000);
            await app.Get<NotificationService>().CreateAsync(alice.Id, new NotificationDraft { Title = "Hello", Type = "posts" });
            await FillAsync(database);
            Reads = new StoreReads(app, alice, bob, clock) { After = 109_990 };
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();

        private static async Task FillAsync(string database)
        {
            await using var connection = new NpgsqlConnection($"{database};Pooling=false");
            await connection.OpenAsync();
            await MultiplyAsync("Messages", Rows, new() { ["Id"] = "100000 + n", ["Type"] = "CASE WHEN n % 2 = 0 THEN 'posts' ELSE 'comments' END" });
            await MultiplyAsync("Notifications", Rows, new()
            {
                ["Id"] = "100000 + n",
                ["Position"] = "100000 + n",
                ["MessageId"] = "100000 + n",
                ["SeenAt"] = "CASE WHEN n <= 9900 THEN \"CreatedAt\" END",
                ["DismissedAt"] = "CASE WHEN n <= 5000 THEN \"CreatedAt\" END",
            });
            await MultiplyAsync("Notifications", 4 * Rows, new()
            {
                ["Id"] = "200000 + n",
                ["Position"] = "200000 + n",
                ["MessageId"] = $"100001 + (n % 5000 + n / 5000 * 1111) % {Rows}",
                ["SeenAt"] = "CASE WHEN n % 10 > 0 THEN \"CreatedAt\" END",
                ["RecipientId"] = "(SELECT min(\"Id\") FROM \"Recipients\") + 2 + n % 5000",
            });
            await connection.RowsAsync(
                """
                UPDATE "Sequences" SET "Value" = 300000 WHERE "Name" = 'positions';
                INSERT INTO "InboxTallies" ("RecipientId", "Read", "Dismissed")
                SELECT "RecipientId", count(*) FILTER (WHERE "State" = 1), count(*) FILTER (WHERE "State" = 2) FROM "Notifications" GROUP BY 1 ON CONFLICT DO NOTHING;
                ANALYZE
                """, default);

            async Task MultiplyAsync(string table, int count, Dictionary<string, string> but)
            {
                var columns = await connection.TextsAsync(
                    $"SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}' AND is_generated = 'NEVER'", default);
                await connection.RowsAsync(
                    $"""
                    INSERT INTO "{table}" ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
                    SELECT {string.Join(", ", columns.Select(c => but.GetValueOrDefault(c, $"\"{c}\"")))} FROM "{table}", generate_series(1, {count}) AS n
                    WHERE "Id" = (SELECT min("Id") FROM "{table}")
                    """, default);
            }
        }
    }
}
