namespace NotifyPortal.Tests.Faults;

/// <summary>A portal on a disk that does what it is told; started once for all faults it must survive.</summary>
internal sealed record StandingPortal(FaultPortal Portal, FaultDisk Disk) : IDisposable
{
    public void Dispose()
    {
        Portal.Dispose();
        Disk.Dispose();
    }
}
