using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Data;
using NotifyPortal.Jobs;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Jobs;

/// <summary>Two replicas on one database: each job is the work of one of them at a time.</summary>
[Trait(TestDatabase.Trait, TestDatabase.Postgres)]
public sealed class SharedJobsTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> runs = new();
    private readonly PortalApp a;
    private readonly PortalApp b;
    private readonly ConcurrentDictionary<string, int> atOnce = new();
    private int most = 1;

    public SharedJobsTests()
    {
        a = new PortalApp(("Database:Provider", TestDatabase.Postgres)) { Serves = false, Extend = services => Extend(services, "a") };
        b = a.AddReplica(services => Extend(services, "b"));
    }

    public async ValueTask InitializeAsync()
    {
        Needs.Tool(Needs.Postgres);
        await Task.WhenAll(Task.Run(() => a.Services), Task.Run(() => b.Services));
    }

    public async ValueTask DisposeAsync()
    {
        await b.DisposeAsync();
        await a.DisposeAsync();
    }

    [Fact]
    public void What_must_be_done_before_the_first_page_is_done_by_one_after_the_other()
    {
        Assert.Contains(runs, run => run.StartsWith("first", StringComparison.Ordinal)); // once more for the other, at most each time one asks: it does no harm
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_job_woken_on_both_never_runs_twice_at_once()
    {
        await Until.TrueAsync(() => runs.Any(IsWoken), "it has run at the start");
        var before = runs.Count(IsWoken);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? a : b).Get<JobBoard>().Wake("woken"))));

        await Until.TrueAsync(() => runs.Count(IsWoken) > before, "it runs");
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task The_earliest_time_counts_whoever_asked_for_it()
    {
        await Until.TrueAsync(() => runs.Any(IsWoken), "it has run at the start");
        var before = runs.Count(IsWoken);

        a.Get<JobBoard>().Wake("woken", TimeProvider.System.GetUtcNow().AddDays(2));
        b.Get<JobBoard>().Wake("woken");

        await Until.TrueAsync(() => runs.Count(IsWoken) > before, "it runs", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_one_that_stops_was_at_is_taken_over()
    {
        await Until.TrueAsync(() => runs.Contains("long began on a") || runs.Contains("long began on b"), "it runs");
        var (owner, other) = runs.Contains("long began on a") ? (a, "b") : (b, "a");

        await owner.Get<JobBoard>().StopAsync(default);

        await Until.TrueAsync(() => runs.Contains($"long began on {other}"), "the other has it", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_that_has_stopped_its_jobs_still_writes()
    {
        await a.Get<JobBoard>().StopAsync(default);

        await a.AddPersonAsync("alice");

        await b.AddPersonAsync("bob");
    }

    [Fact]
    [Rule("P2")]
    public async Task What_falls_due_is_sent_once()
    {
        var alice = await a.AddPersonAsync("alice");
        var soon = TimeProvider.System.GetUtcNow().AddSeconds(1);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? a : b).Get<NotificationService>()
            .CreateAsync(alice.Id, new NotificationDraft { Title = $"Number {i}", PublishAt = soon })));

        await Until.TrueAsync(async () => (await TitlesAsync()).Count >= 20, "all are there", TimeSpan.FromSeconds(10));
        Assert.Equal(20, (await TitlesAsync()).Distinct().Count());
        Assert.Equal(20, (await TitlesAsync()).Count);
    }

    private static bool IsWoken(string run) => run.StartsWith("woken", StringComparison.Ordinal);

    private async Task<IReadOnlyList<string?>> TitlesAsync()
    {
        await using var db = await a.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();

        return await (from n in db.Set<Notification>() join m in db.Set<Message>() on n.MessageId equals m.Id select m.Title).ToListAsync();
    }

    private void Extend(IServiceCollection services, string replica) => services
        .AddJob(new PortalJob("first", (_, token) => RunAsync("first", replica, token), BeforeServing: true))
        .AddJob(new PortalJob("woken", (_, token) => RunAsync("woken", replica, token)))
        .AddJob(new PortalJob("long", async (_, token) =>
        {
            runs.Enqueue($"long began on {replica}");
            await Task.Delay(Timeout.Infinite, token);

            return null;
        }));

    private async Task<DateTimeOffset?> RunAsync(string job, string replica, CancellationToken cancellationToken)
    {
        most = Math.Max(most, atOnce.AddOrUpdate(job, 1, (_, count) => count + 1));
        await Task.Delay(100, cancellationToken); // so that another would meet it
        atOnce.AddOrUpdate(job, 0, (_, count) => count - 1);
        runs.Enqueue($"{job} on {replica}");

        return null;
    }
}
