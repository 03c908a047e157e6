namespace NotifyPortal.Benchmarks.Clients;

/// <summary>What a page is waited for to show.</summary>
internal sealed record AwaitedText(byte[] Needle)
{
    /// <summary>When it came.</summary>
    public TaskCompletionSource<long> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
