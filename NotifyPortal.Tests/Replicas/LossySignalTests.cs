using System.Diagnostics;
using NotifyPortal.Accounts;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Faults;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>Signals between the replicas that are lost, doubled, late and out of order.</summary>
[Collection(RedisReplicas.Name)]
[Trait(TestDatabase.Trait, TestDatabase.Postgres)]
public sealed class LossySignalTests : IAsyncLifetime
{
    private static readonly TimeSpan Healed = TimeSpan.FromSeconds(5);

    private readonly PortalApp a = new(("Database:Provider", TestDatabase.Postgres), ("Backplane:Kind", typeof(LossyBackplane).AssemblyQualifiedName)) { Serves = false };
    private readonly PortalApp b;

    public LossySignalTests() => b = a.AddReplica();

    public async ValueTask InitializeAsync()
    {
        Needs.Tool(Needs.Postgres);
        await Task.WhenAll(Task.Run(() => a.Services), Task.Run(() => b.Services));
    }

    public async ValueTask DisposeAsync()
    {
        await b.DisposeAsync();
        await a.DisposeAsync();
    }

    [Fact]
    [Rule("F17"), Rule("P4")]
    public async Task Whoever_reads_again_on_a_signal_ends_with_what_is_stored()
    {
        var people = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => a.AddPersonAsync($"person-{number}")));
        using var pages = new Pages([.. people.SelectMany(person => new[] { (a, person), (b, person) })]);

        foreach (var i in Enumerable.Range(0, Scale.Of(200, 10_000)))
        {
            var (replica, person) = (Random.Shared.Next(2) == 0 ? a : b, people[Random.Shared.Next(people.Length)]);
            var inbox = replica.Get<Inboxes>().Of(person.Id);
            Task change = i % 5 == 4
                ? inbox.MarkAllSeenAsync(BulkSelection.All())
                : replica.Get<NotificationService>().CreateAsync(person.Id, new NotificationDraft { Title = $"Number {i}" });
            await change;
        }

        var ended = Stopwatch.GetTimestamp();
        await Until.TrueAsync(pages.AreRightAsync, "all show what is stored", Healed);
        FaultReport.Say("F17 lossy signals", $"30 % each lost, doubled, late: 16 pages on two replicas show what is stored {Stopwatch.GetElapsedTime(ended).TotalSeconds:0.0} s after the last change, after {pages.Reads} looks");
    }

    // What each shows is what it read last, and it reads only when it is told to.
    private sealed class Pages : IDisposable
    {
        private readonly List<(PortalApp Replica, PortalUser Person)> where;
        private readonly int[] shown;
        private readonly List<LiveSubscription> subscriptions = [];
        private int reads;

        public Pages(List<(PortalApp Replica, PortalUser Person)> where)
        {
            (this.where, shown) = (where, new int[where.Count]);

            for (var i = 0; i < where.Count; i++)
            {
                var subscription = where[i].Replica.Get<NotificationBroker>().Subscribe(LiveTopic.User(where[i].Person.Id));
                subscriptions.Add(subscription);
                _ = ShowAsync(subscription, i);
            }
        }

        public int Reads => Volatile.Read(ref reads);

        public async Task<bool> AreRightAsync()
        {
            for (var i = 0; i < where.Count; i++)
            {
                if (Volatile.Read(ref shown[i]) != await CountAsync(i))
                {
                    return false;
                }
            }

            return true;
        }

        public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());

        private async Task ShowAsync(LiveSubscription subscription, int i)
        {
            await foreach (var _ in subscription.ReadBatchesAsync())
            {
                Volatile.Write(ref shown[i], await CountAsync(i));
                Interlocked.Increment(ref reads);
            }
        }

        private Task<int> CountAsync(int i) => where[i].Replica.Get<Inboxes>().Of(where[i].Person.Id).CountUnreadAsync();
    }
}
