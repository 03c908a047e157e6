namespace NotifyPortal.Benchmarks.Portals;

/// <summary>The portal as a process of its own on a free port, as an operator starts it. Dispose ends it.</summary>
public sealed class PortalProcess : ServerProcess
{
    private PortalProcess(PortalFiles files, IReadOnlyDictionary<string, string> environment)
        // Built beside this program, in the same configuration.
        : base(AppContext.BaseDirectory.Replace("NotifyPortal.Benchmarks", "NotifyPortal", StringComparison.Ordinal),
            ["NotifyPortal.dll", "--urls", "http://127.0.0.1:0"],
            [
                new("ASPNETCORE_ENVIRONMENT", "Production"),
                .. files.Settings.Select(s => KeyValuePair.Create(s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value)),
                .. environment,
            ])
    {
    }

    /// <param name="files">Whose database it serves; prepared by a <see cref="PortalHost"/> that has ended.</param>
    /// <param name="environment">Variables beside the settings, such as the slow fsync's.</param>
    public static Task<PortalProcess> StartAsync(PortalFiles files, IReadOnlyDictionary<string, string>? environment = null) =>
        StartedAsync(new PortalProcess(files, environment ?? new Dictionary<string, string>()));
}
