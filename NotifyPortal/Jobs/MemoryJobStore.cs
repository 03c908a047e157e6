using Quartz;

namespace NotifyPortal.Jobs;

/// <summary>Beside SQLite: there is one portal, and a second writer on the file would only fight the first.</summary>
internal sealed class MemoryJobStore : IJobStore
{
    public bool IsShared => false;

    public void Use(IQuartzBuilder quartz) => quartz.UseInMemoryStore();
}
