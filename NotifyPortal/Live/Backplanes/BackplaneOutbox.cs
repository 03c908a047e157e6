using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NotifyPortal.Live.Backplanes;

/// <summary>
/// What waits for the backplane. Whoever publishes only leaves it here; what waits together goes together, and beyond so much it says no
/// more than "read again".
/// </summary>
internal sealed class BackplaneOutbox
{
    /// <summary>So many different signals may wait.</summary>
    public const int Capacity = 4096;

    /// <summary>More rows than this are not named one by one.</summary>
    public const int MaxIds = 100;

    private readonly Lock gate = new();
    private readonly Channel<bool> knock = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Dictionary<Label, List<long>> waiting = [];
    private bool flooded;

    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    public void Add(LiveTopic topic, LiveEvent signal)
    {
        lock (gate)
        {
            var label = new Label(topic, signal.Kind, signal.Key);

            if (waiting.TryGetValue(label, out var ids))
            {
                ids.AddRange(signal.Ids);
            }
            else if (waiting.Count < Capacity)
            {
                waiting[label] = [.. signal.Ids];
            }
            else
            {
                flooded = true;
            }
        }

        knock.Writer.TryWrite(true);
    }

    /// <summary>All that waits, each time something does.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Heard>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var _ in knock.Reader.ReadAllAsync(cancellationToken))
        {
            if (Take() is { Count: > 0 } taken)
            {
                yield return taken;
            }
        }
    }

    private List<Heard> Take()
    {
        lock (gate)
        {
            List<Heard> taken = flooded
                ? [new Heard(LiveTopic.Everyone, LiveEvent.Resync)]
                : [.. waiting.Select(one => new Heard(one.Key.Topic, SignalOf(one.Key, one.Value)))];
            (waiting, flooded) = ([], false);

            return taken;
        }
    }

    private static LiveEvent SignalOf(Label label, List<long> ids) =>
        ids.Count > MaxIds ? LiveEvent.Resync : new LiveEvent(label.Kind, [.. ids.Distinct()], label.Key);

    private readonly record struct Label(LiveTopic Topic, LiveEventKind Kind, string? Key);
}
