namespace NotifyPortal.Tests.Faults;

/// <summary>How much a run of the fault tests proves: each fault at least once, or, with NOTIFYPORTAL_FAULTS=long, in the numbers of the promise.</summary>
internal static class Scale
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("NOTIFYPORTAL_FAULTS") == "long";

    public static int Of(int usual, int full) => IsLong ? full : usual;
}
