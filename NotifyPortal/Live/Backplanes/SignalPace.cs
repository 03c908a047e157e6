using System.Threading.Channels;

namespace NotifyPortal.Live.Backplanes;

/// <summary>
/// Hands on what the other replicas say, or whoever else can send there: to an address at once, and from then on once in a while what has
/// come since. Each signal has those who hear it read the store, and a flood of them would be a flood of reads. What is remembered grows with
/// the pages that are open here, not with what comes.
/// </summary>
internal sealed class SignalPace(NotificationBroker broker, TimeProvider clock)
{
    /// <summary>More sorts of signals at once say no more than "read again".</summary>
    public const int MaxSorts = 16;

    internal static readonly TimeSpan Step = LiveSubscription.Window / 4;

    // What came just before a step has waited for less than a whole one.
    private const int Rest = 5;

    private readonly Lock gate = new();
    private readonly Channel<bool> knock = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<LiveTopic, Recent> recent = [];

    /// <summary>How many addresses are remembered.</summary>
    internal int Remembered
    {
        get
        {
            lock (gate)
            {
                return recent.Count;
            }
        }
    }

    public void Tell(Heard heard)
    {
        if (!broker.IsHeard(heard.Topic))
        {
            return; // who comes later reads then
        }

        lock (gate)
        {
            if (recent.TryGetValue(heard.Topic, out var told))
            {
                told.Add(heard.Signal);
                return;
            }

            recent[heard.Topic] = new Recent();
        }

        broker.PublishHere(heard.Topic, heard.Signal);
        knock.Writer.TryWrite(true);
    }

    /// <summary>Hands on what waits, when its time has come.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in knock.Reader.ReadAllAsync(cancellationToken))
        {
            do
            {
                await Task.Delay(Step, clock, cancellationToken);
            }
            while (GoOn());
        }
    }

    /// <returns>Whether something still rests.</returns>
    private bool GoOn()
    {
        var due = new List<Heard>();
        bool resting;

        lock (gate)
        {
            foreach (var (topic, told) in recent)
            {
                if (++told.Steps < Rest)
                {
                    continue;
                }

                if (told.Take() is { Count: > 0 } signals)
                {
                    due.AddRange(signals.Select(signal => new Heard(topic, signal)));
                }
                else
                {
                    recent.Remove(topic); // allowed in the middle of the loop
                }
            }

            resting = recent.Count > 0;
        }

        foreach (var (topic, signal) in due)
        {
            broker.PublishHere(topic, signal);
        }

        return resting;
    }

    /// <summary>What has come to an address since it was told last, those of one sort as one.</summary>
    private sealed class Recent
    {
        private readonly Dictionary<(LiveEventKind Kind, string? Key), HashSet<long>> waiting = [];
        private bool flooded;

        /// <summary>Since it was told last.</summary>
        public int Steps { get; set; }

        public void Add(LiveEvent signal)
        {
            if (waiting.TryGetValue((signal.Kind, signal.Key), out var ids))
            {
                ids.UnionWith(signal.Ids);
            }
            else
            {
                waiting[(signal.Kind, signal.Key)] = ids = [.. signal.Ids];
            }

            if (ids.Count > BackplaneOutbox.MaxIds || waiting.Count > MaxSorts)
            {
                flooded = true;
                waiting.Clear();
            }
        }

        public IReadOnlyList<LiveEvent> Take()
        {
            IReadOnlyList<LiveEvent> taken = flooded
                ? [LiveEvent.Resync]
                : [.. waiting.Select(one => new LiveEvent(one.Key.Kind, [.. one.Value], one.Key.Key))];
            waiting.Clear();
            (flooded, Steps) = (false, 0);

            return taken;
        }
    }
}
