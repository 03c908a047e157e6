using System.Net.NetworkInformation;

namespace NotifyPortal.Tests.Support;

/// <summary>For servers that are started again at the address they had.</summary>
public static class FreePort
{
    /// <summary>Below the range from which a system takes ports by itself: between a stop and a start nobody else is given it.</summary>
    public static int Next()
    {
        var used = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(l => l.Port).ToHashSet();

        return Enumerable.Range(0, 1000).Select(_ => Random.Shared.Next(20_000, 30_000)).First(candidate => !used.Contains(candidate));
    }
}
