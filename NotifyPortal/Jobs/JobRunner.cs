using System.Collections.Concurrent;

namespace NotifyPortal.Jobs;

/// <summary>Runs a job once and says when it is to run next; one that fails runs again soon, ever later while it goes on failing.</summary>
public sealed class JobRunner(IEnumerable<PortalJob> jobs, IServiceProvider services, TimeProvider clock, ILogger<JobRunner> logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, int> failures = new(StringComparer.Ordinal);

    public IReadOnlyList<PortalJob> Jobs { get; } = [.. jobs];

    /// <summary>Does what is due. Never throws for what the job does.</summary>
    /// <returns>When it wants to run next, or null.</returns>
    public async Task<DateTimeOffset?> RunAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var next = await Jobs.Single(job => job.Name == name).RunAsync(services, cancellationToken);
            failures.TryRemove(name, out _);

            return next;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null; // the portal stops; the next start finds what is left
        }
        catch (Exception e) // whatever one job does, the others and the next run go on
        {
            var times = failures.AddOrUpdate(name, 1, (_, before) => before + 1);
            var delay = TimeSpan.FromSeconds(Math.Min(FirstRetry.TotalSeconds * Math.Pow(2, times - 1), LastRetry.TotalSeconds));
            Log.JobFailed(logger, name, delay.TotalSeconds, e);

            return clock.GetUtcNow() + delay;
        }
    }
}
