using System.Collections.Concurrent;

namespace NotifyPortal.Tests.ThirdParty;

/// <summary>A service of the shop's own, which its parts share.</summary>
public sealed class Ledger
{
    /// <summary>What the observer has heard, in order.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>Holds the slow observer up until it is let go.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Open { get; set; } = 3;

    public Task<long> CountOpenAsync(CancellationToken cancellationToken) => Task.FromResult(Open);
}
