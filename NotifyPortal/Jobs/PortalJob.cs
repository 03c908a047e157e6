namespace NotifyPortal.Jobs;

/// <summary>
/// Work that the portal does by itself. What is to be done stands in the feature's own tables; a job only finds what is due and does it,
/// so that a restart loses nothing and one run too many does no harm.
/// </summary>
/// <param name="Name">Unique.</param>
/// <param name="RunAsync">Does all that is due; returns when it wants to run next, by the portal's clock. Null: when it is woken.</param>
/// <param name="BeforeServing">Its first run is over before the first page is served.</param>
public sealed record PortalJob(string Name, Func<IServiceProvider, CancellationToken, Task<DateTimeOffset?>> RunAsync, bool BeforeServing = false);
