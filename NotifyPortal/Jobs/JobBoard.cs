using System.Threading.Channels;
using Quartz;

namespace NotifyPortal.Jobs;

/// <summary>
/// Wakes jobs: at the start, when the last run asked for it, and when told. Quartz keeps the time, by the system's clock; what is due stands in
/// the features' tables.
/// </summary>
public sealed class JobBoard(JobRunner runner, IJobStore store, TimeProvider clock, ILogger<JobBoard> logger) : IHostedService, IDisposable
{
    private const int JobsAtOnce = 4;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // Where replicas share the work each job runs at least so often: one may have died after it took work in and before it asked for the run.
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stopping = new();
    private readonly Channel<Waking> asked = Channel.CreateUnbounded<Waking>(new() { SingleReader = true });
    private TaskCompletionSource? ended;
    private IScheduler? scheduler;
    private Task keeping = Task.CompletedTask;

    /// <summary>Has the job run now; one that runs already runs once more after it. Does nothing where no jobs run, as in a command.</summary>
    public void Wake(string job) => Wake(job, clock.GetUtcNow());

    /// <summary>Has the job run at that time, by the portal's clock.</summary>
    public void Wake(string job, DateTimeOffset due)
    {
        var delay = due - clock.GetUtcNow();

        if (scheduler is not null)
        {
            asked.Writer.TryWrite(new(job, Now + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay)));
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // A scheduler of its own, on the system's clock: in the portal's container it would take the portal's, which tests hold still.
        var starting = await QuartzSchedulerBuilder
            .Create(quartz => store.Use(quartz.UseTimeProvider(TimeProvider.System).UseDefaultThreadPool(JobsAtOnce)
                .ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always)))
            .BuildScheduler(cancellationToken);
        starting.Context[nameof(JobBoard)] = this;
        var next = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);

        foreach (var job in runner.Jobs)
        {
            await starting.AddJob(
                JobBuilder.Create<Run>().WithIdentity(job.Name).StoreDurably(true).RequestRecovery(true).Build(), AddJobOptions.Replacing, cancellationToken);
            next[job.Name] = job.BeforeServing && !store.IsShared ? await runner.RunAsync(job.Name, cancellationToken) : clock.GetUtcNow();
        }

        (scheduler, ended) = (starting, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await starting.Start(cancellationToken);
        keeping = Task.WhenAll(KeepAsync(starting), store.IsShared ? GoRoundAsync(stopping.Token) : Task.CompletedTask);

        foreach (var (name, due) in next)
        {
            WakeAgain(name, due);
        }

        foreach (var job in runner.Jobs.Where(job => job.BeforeServing && store.IsShared))
        {
            await RunSomewhereAsync(starting, job.Name, cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref scheduler, null) is { } running)
        {
            await EndAsync(running, cancellationToken);
        }

        // A host may be stopped twice at once, and then takes away what jobs need. When its patience is over, it goes on without.
        await (ended?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private Task<DateTimeOffset?> RunAsync(string job, CancellationToken cancellationToken) => runner.RunAsync(job, cancellationToken);

    private void WakeAgain(string job, DateTimeOffset? due)
    {
        if (due is { } time)
        {
            Wake(job, time);
        }
    }

    private async Task EndAsync(IScheduler running, CancellationToken cancellationToken)
    {
        try
        {
            asked.Writer.TryComplete();
            await stopping.CancelAsync();
            await keeping;
            await running.Shutdown(true, cancellationToken);
        }
        finally
        {
            ended!.TrySetResult();
        }
    }

    // One after the other, and the earliest of each job's: many may ask at once, and they do not wait for it.
    private async Task KeepAsync(IScheduler running)
    {
        while (await asked.Reader.WaitToReadAsync())
        {
            var earliest = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

            while (asked.Reader.TryRead(out var waking))
            {
                earliest[waking.Job] = earliest.TryGetValue(waking.Job, out var other) && other < waking.At ? other : waking.At;
            }

            foreach (var (job, at) in earliest)
            {
                await KeepAsync(running, job, at);
            }
        }
    }

    private async Task KeepAsync(IScheduler running, string job, DateTimeOffset at)
    {
        try
        {
            await StoreAsync(running, job, at, CancellationToken.None);
        }
        catch (SchedulerException e) when (!stopping.IsCancellationRequested) // what is due is stored; the next start or another replica finds it
        {
            Log.WakingFailed(logger, job, e);
            asked.Writer.TryWrite(new(job, at));
            await Task.Delay(Retry, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (SchedulerException)
        {
        }
    }

    private async Task GoRoundAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Round);

        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var job in runner.Jobs)
                {
                    asked.Writer.TryWrite(new(job.Name, Now + Round));
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    // Here or on another replica, which may be at it already.
    private static async Task RunSomewhereAsync(IScheduler running, string job, CancellationToken cancellationToken)
    {
        var at = Now;
        await StoreAsync(running, job, at, cancellationToken);

        while (await IsToRunAsync())
        {
            await Task.Delay(20, cancellationToken);
        }

        async Task<bool> IsToRunAsync() =>
            (await running.GetTrigger(new TriggerKey(job), cancellationToken))?.NextFireTimeUtc <= at
            || (await running.QueryFireInstances(new FireInstanceQuery { Job = new JobKey(job) }, cancellationToken)).Items.Count > 0;
    }

    private static async Task StoreAsync(IScheduler running, string job, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // One trigger for each job: whoever asks for the earliest time has it. One that is late is not past it.
        var trigger = TriggerBuilder.Create(TimeProvider.System)
            .WithIdentity(job)
            .ForJob(job)
            .StartAt(at)
            .WithSimpleSchedule(once => once.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
            .Build();
        await running.ScheduleTrigger(trigger, TriggerConflict.KeepEarlier, cancellationToken);
    }

    private readonly record struct Waking(string Job, DateTimeOffset At);

    /// <summary>What Quartz calls.</summary>
    [DisallowConcurrentExecution]
    internal sealed class Run : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            var (board, name) = ((JobBoard)context.Scheduler.Context[nameof(JobBoard)]!, context.JobDetail.Key.Name);
            var next = await board.RunAsync(name, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested(); // the portal stops; another replica takes it over
            board.WakeAgain(name, next);
        }
    }
}
