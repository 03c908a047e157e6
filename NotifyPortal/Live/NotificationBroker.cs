using System.Collections.Concurrent;
using System.Collections.Immutable;
using NotifyPortal.Live.Backplanes;

namespace NotifyPortal.Live;

/// <summary>
/// The singleton through which every live page of this process hears that something changed, and through the backplane every page of the
/// others. Publish after the commit; subscribe before you read.
/// </summary>
public sealed class NotificationBroker
{
    private readonly TimeProvider clock;
    private readonly BackplaneOutbox? outbox;
    private readonly ConcurrentDictionary<LiveTopic, ImmutableArray<LiveSubscription>> listeners = new();
    private readonly Lock gate = new();
    private int count;

    public NotificationBroker(TimeProvider clock)
        : this(clock, null)
    {
    }

    internal NotificationBroker(TimeProvider clock, BackplaneOutbox? outbox) => (this.clock, this.outbox) = (clock, outbox);

    /// <summary>How many subscriptions are open; zero again when all pages have closed.</summary>
    public int SubscriberCount => Volatile.Read(ref count);

    /// <summary>The addresses somebody listens to now.</summary>
    public IReadOnlyCollection<LiveTopic> Topics => [.. listeners.Keys];

    /// <summary>What was told here of what is new.</summary>
    internal ToldRows Told { get; } = new();

    /// <summary>Opens an inbox for the topics; it hears <see cref="LiveTopic.Everyone"/> in any case. Dispose it to leave.</summary>
    public LiveSubscription Subscribe(params IEnumerable<LiveTopic> topics)
    {
        var subscription = new LiveSubscription(this, clock);
        Add(subscription, topics.Append(LiveTopic.Everyone));

        return subscription;
    }

    /// <summary>Has an open inbox hear these, too.</summary>
    internal void Add(LiveSubscription subscription, IEnumerable<LiveTopic> topics)
    {
        lock (gate)
        {
            count += subscription.Topics.Count == 0 ? 1 : 0;

            foreach (var topic in topics.Where(subscription.Topics.Add))
            {
                listeners[topic] = listeners.GetValueOrDefault(topic, []).Add(subscription);
            }
        }
    }

    /// <summary>Puts the signal in the inbox of everyone who listens to the topic. Does not block or throw, whatever listeners do.</summary>
    public void Publish(LiveTopic topic, LiveEvent signal)
    {
        PublishHere(topic, signal);

        if (!signal.StaysHere)
        {
            outbox?.Add(topic, signal);
        }
    }

    /// <summary>The same for what the other replicas notice by themselves, or have said.</summary>
    internal void PublishHere(LiveTopic topic, LiveEvent signal)
    {
        if (signal.Kind == LiveEventKind.Created)
        {
            Told.Note(topic, signal.Ids);
        }

        if (listeners.TryGetValue(topic, out var subscriptions))
        {
            foreach (var subscription in subscriptions)
            {
                subscription.Write(topic, signal);
            }
        }
    }

    /// <summary>Whether anybody here listens to it.</summary>
    internal bool IsHeard(LiveTopic topic) => listeners.ContainsKey(topic);

    internal void Remove(LiveSubscription subscription)
    {
        lock (gate)
        {
            if (subscription.Topics.Count == 0)
            {
                return; // disposing twice counts once
            }

            foreach (var topic in subscription.Topics)
            {
                Put(topic, listeners[topic].Remove(subscription));
            }

            subscription.Topics.Clear();
            count--;
        }
    }

    private void Put(LiveTopic topic, ImmutableArray<LiveSubscription> rest)
    {
        if (rest.IsEmpty)
        {
            listeners.TryRemove(topic, out _);
        }
        else
        {
            listeners[topic] = rest;
        }
    }
}
