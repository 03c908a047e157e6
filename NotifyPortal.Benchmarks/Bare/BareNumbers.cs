using System.Collections.Concurrent;
using System.Threading.Channels;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>A number for each browser, in memory, and who listens to it.</summary>
public sealed class BareNumbers
{
    private readonly ConcurrentDictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ChannelReader<bool>, (string Who, ChannelWriter<bool> Writer)> listeners = new();

    public int Of(string who) => numbers.GetValueOrDefault(who);

    public ChannelReader<bool> Listen(string who)
    {
        var channel = Channel.CreateBounded<bool>(1);
        listeners[channel.Reader] = (who, channel.Writer);

        return channel.Reader;
    }

    public void Leave(string who, ChannelReader<bool> signals) => listeners.TryRemove(signals, out _);

    /// <summary>One more for everybody.</summary>
    public void AddToAll()
    {
        foreach (var (who, writer) in listeners.Values)
        {
            numbers.AddOrUpdate(who, 1, (_, number) => number + 1);
            writer.TryWrite(true);
        }
    }
}
