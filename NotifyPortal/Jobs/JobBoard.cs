using Quartz;

namespace NotifyPortal.Jobs;

/// <summary>
/// Wakes jobs: at the start, when the last run asked for it, and when told. Quartz keeps the time, in memory: what is due stands in the
/// features' tables, and a second writer on the database file would only fight the first.
/// </summary>
public sealed class JobBoard(JobRunner runner, TimeProvider clock) : IHostedService, IDisposable
{
    private const int JobsAtOnce = 4;

    private readonly CancellationTokenSource stopping = new();
    private IScheduler? scheduler;

    /// <summary>Has the job run now; one that runs already runs once more after it. Does nothing where no jobs run, as in a command.</summary>
    public Task WakeAsync(string job) => WakeAsync(job, clock.GetUtcNow());

    /// <summary>Has the job run at that time, by the portal's clock.</summary>
    public async Task WakeAsync(string job, DateTimeOffset due)
    {
        if (scheduler is not { } running)
        {
            return;
        }

        var delay = due - clock.GetUtcNow();
        var trigger = TriggerBuilder.Create(TimeProvider.System)
            .WithIdentity(job)
            .ForJob(job)
            .StartAt(TimeProvider.System.GetUtcNow() + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay))
            .Build();

        try
        {
            await running.ScheduleTrigger(trigger, TriggerConflict.KeepEarlier); // one trigger for each job: whoever asks for the earliest time has it
        }
        catch (SchedulerException) when (scheduler is null)
        {
            // The portal stops. What is due is stored; the next start finds it.
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // A scheduler of its own, on the system's clock: in the portal's container it would take the portal's, which tests hold still.
        var starting = await QuartzSchedulerBuilder
            .Create(quartz => quartz.UseTimeProvider(TimeProvider.System).UseInMemoryStore().UseDefaultThreadPool(JobsAtOnce))
            .BuildScheduler(cancellationToken);
        starting.Context[nameof(JobBoard)] = this;
        var next = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);

        foreach (var job in runner.Jobs)
        {
            await starting.AddJob(JobBuilder.Create<Run>().WithIdentity(job.Name).StoreDurably(true).Build(), default, cancellationToken);
            next[job.Name] = job.BeforeServing ? await runner.RunAsync(job.Name, cancellationToken) : clock.GetUtcNow();
        }

        scheduler = starting;
        await starting.Start(cancellationToken);

        foreach (var (name, due) in next)
        {
            await WakeAgainAsync(name, due);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref scheduler, null) is { } running) // a host may be stopped twice
        {
            await stopping.CancelAsync();
            await running.Shutdown(true, cancellationToken);
        }
    }

    public void Dispose() => stopping.Dispose();

    private Task<DateTimeOffset?> RunAsync(string job) => runner.RunAsync(job, stopping.Token);

    private Task WakeAgainAsync(string job, DateTimeOffset? due) => due is null ? Task.CompletedTask : WakeAsync(job, due.Value);

    /// <summary>What Quartz calls.</summary>
    [DisallowConcurrentExecution]
    internal sealed class Run : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            var (board, name) = ((JobBoard)context.Scheduler.Context[nameof(JobBoard)]!, context.JobDetail.Key.Name);
            await board.WakeAgainAsync(name, await board.RunAsync(name));
        }
    }
}
