using NotifyPortal.Benchmarks.Bare;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>The bare endpoint as a process of its own, as the portal is one.</summary>
public sealed class BareProcess : ServerProcess
{
    private BareProcess(string database, IReadOnlyDictionary<string, string> environment)
        : base(AppContext.BaseDirectory, [typeof(BareProcess).Assembly.Location, BareEndpoint.Verb, database], environment)
    {
    }

    public static Task<BareProcess> StartAsync(string database, IReadOnlyDictionary<string, string>? environment = null) =>
        StartedAsync(new BareProcess(database, environment ?? new Dictionary<string, string>()));
}
