using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Jobs;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Jobs;

public sealed class JobBoardTests : PortalTest
{
    private readonly ConcurrentQueue<string> runs = new();
    private readonly SemaphoreSlim hold = new(0);
    private int atOnce;
    private int most;

    private JobBoard Board => App.Get<JobBoard>();

    protected override void Extend(IServiceCollection services) => services
        .AddJob(new PortalJob("first", (_, _) => RanAsync("first"), BeforeServing: true))
        .AddJob(new PortalJob("again", (_, _) => RanAsync("again", runs.Count(r => r == "again") < 2 ? Clock.GetUtcNow() : null)))
        .AddJob(new PortalJob("woken", (_, _) => RanAsync("woken")))
        .AddJob(new PortalJob("failing", (_, _) => runs.Count(r => r == "failing") < 2 ? FailedAsync() : RanAsync("failing")))
        .AddJob(new PortalJob("long", async (_, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atOnce));
            await hold.WaitAsync(token);
            Interlocked.Decrement(ref atOnce);

            return await RanAsync("long");
        }));

    [Fact]
    public async Task What_must_be_done_before_the_first_page_is_done_at_the_start()
    {
        Assert.Equal("first", runs.First());
        await RunsAsync("woken", 1); // the others run as soon as it has started
    }

    [Fact]
    public Task A_job_runs_again_when_it_asked_for_it() => RunsAsync("again", 3);

    [Fact]
    public async Task A_job_runs_when_it_is_woken()
    {
        await RunsAsync("woken", 1);

        Board.Wake("woken");

        await RunsAsync("woken", 2);
    }

    [Fact]
    public async Task The_earliest_time_counts()
    {
        await RunsAsync("woken", 1);

        Board.Wake("woken", Clock.GetUtcNow().AddDays(2));
        Board.Wake("woken");
        Board.Wake("woken", Clock.GetUtcNow().AddDays(1));

        await RunsAsync("woken", 2);
    }

    [Fact]
    public Task One_that_fails_runs_again() => RunsAsync("failing", 3);

    [Fact]
    public async Task One_that_is_woken_while_it_runs_runs_once_more_after_it_and_never_beside_it()
    {
        await Until.TrueAsync(() => atOnce == 1, "it runs");

        Board.Wake("long");
        hold.Release(2);

        await RunsAsync("long", 2);
        Assert.Equal(1, most);
    }

    private Task<DateTimeOffset?> RanAsync(string name, DateTimeOffset? next = null)
    {
        runs.Enqueue(name);

        return Task.FromResult(next);
    }

    private Task<DateTimeOffset?> FailedAsync()
    {
        runs.Enqueue("failing");

        throw new InvalidOperationException("As the test wants it.");
    }

    private Task RunsAsync(string name, int times) => Until.TrueAsync(() => runs.Count(r => r == name) == times, $"{name} has run {times} times");
}
