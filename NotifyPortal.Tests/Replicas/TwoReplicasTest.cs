using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>Two replicas in one process, on one PostgreSQL database, and nothing that carries signals between them.</summary>
[Trait(TestDatabase.Trait, TestDatabase.Postgres)]
public abstract class TwoReplicasTest : IAsyncLifetime
{
    /// <summary>So long a lost signal may stay unnoticed.</summary>
    protected static readonly TimeSpan Healed = TimeSpan.FromSeconds(5);

    protected PortalApp A { get; } = new(("Database:Provider", TestDatabase.Postgres)) { Serves = false };

    protected PortalApp B { get; private set; } = default!;

    protected PortalUser Alice { get; private set; } = default!;

    protected PortalUser Bob { get; private set; } = default!;

    public virtual async ValueTask InitializeAsync()
    {
        Alice = await A.AddPersonAsync("alice");
        Bob = await A.AddPersonAsync("bob");
        B = A.AddReplica();
        _ = B.Services;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await B.DisposeAsync();
        await A.DisposeAsync();
    }

    /// <summary>What a page of this user would hear on the replica.</summary>
    protected static Listener Listen(PortalApp replica, PortalUser user) => new(replica.Get<NotificationBroker>(), LiveTopic.User(user.Id));

    protected static Task<Outcome> SendAsync(PortalApp replica, PortalUser user) => replica.Get<NotificationService>().CreateAsync(user.Id, new NotificationDraft { Title = "Hello" });
}
