using Quartz;

namespace NotifyPortal.Jobs;

/// <summary>Where it stands which job is to run when.</summary>
public interface IJobStore
{
    /// <summary>Whether other replicas have it, too: each job then runs on one of them at a time.</summary>
    bool IsShared { get; }

    void Use(IQuartzBuilder quartz);
}
