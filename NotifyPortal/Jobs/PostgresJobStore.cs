using NotifyPortal.Data.Postgres;
using Quartz;

namespace NotifyPortal.Jobs;

/// <summary>In the database, beside what is to be done: the replicas share the work, and take over what one of them leaves behind.</summary>
internal sealed class PostgresJobStore(PostgresDatabase database) : IJobStore
{
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(1);

    // A replica that has said nothing for so long beyond its time is taken for dead. One that was only frozen wakes beside its successor:
    // jobs bear that, since each step of theirs is a transaction of its own.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(4);

    public bool IsShared => true;

    public void Use(IQuartzBuilder quartz)
    {
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = "NotifyPortal";
            scheduler.InstanceId = $"{Environment.MachineName}-{Guid.NewGuid():N}"; // containers may share a name
            scheduler.IdleWaitTime = Once; // how late what another replica has asked for is noticed
            scheduler.MaxBatchSize = 1; // with more, each look takes the cluster's lock
        });
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(source => source.DataSourceFactory = _ => database.Source);
            store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (Once, Silence));
            store.ConfigureStore(jobs =>
            {
                jobs.TablePrefix = "qrtz_";
                jobs.SchemaProvisioning = SchemaProvisioning.None; // by migration, as all tables
                jobs.UseBackgroundThreads = true;
                jobs.StoreJobDataAsStrings = true; // there is none
                jobs.CommandTimeout = TimeSpan.FromSeconds(PostgresDatabase.TimeoutSeconds);
                jobs.DbRetryInterval = Once;
                jobs.MaxConsecutiveFireFailures = 0; // a job is never given up
                jobs.RecoverFiringsCancelledByShutdown = true;
            });
        });
    }
}
