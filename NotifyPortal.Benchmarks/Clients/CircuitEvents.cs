using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>The events that a page has sent to its handlers, and the object on the server that takes them.</summary>
internal sealed class CircuitEvents
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> sent = new(StringComparer.Ordinal);
    private long target;
    private int count;

    /// <summary>The number of that object; known once the page stands.</summary>
    public long Target
    {
        set => Volatile.Write(ref target, value);
    }

    /// <summary>The message that carries an event, and what will become of it: whether a handler took it.</summary>
    public (byte[] Message, Task<bool> Done) Send(ulong handler, string name, string arguments)
    {
        var id = Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        var call = $$"""[{"eventHandlerId":{{handler}},"eventName":{{JsonSerializer.Serialize(name)}},"eventFieldInfo":null},{{arguments}}]""";
        var done = sent[id] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

        return (PackWriter.Invocation(null, "BeginInvokeDotNetFromJS", id, null, "DispatchEventAsync", Volatile.Read(ref target), call), done.Task);
    }

    public void Complete(string id, bool taken)
    {
        if (sent.TryRemove(id, out var done))
        {
            done.TrySetResult(taken);
        }
    }
}
