using NotifyPortal.Live;

namespace NotifyPortal.Notifications.Stream;

/// <summary>What a batch of signals asks a stream to do.</summary>
internal sealed class StreamSignals
{
    public StreamSignals(IEnumerable<Heard> heard)
    {
        foreach (var (_, signal) in heard)
        {
            Take(signal);
        }
    }

    /// <summary>The portal stops.</summary>
    public bool Stopping { get; private set; }

    /// <summary>It is time for a sign of life.</summary>
    public bool Beat { get; private set; }

    /// <summary>Whether sign-in or key is still good is to be asked. What runs out makes no signal: so at every beat.</summary>
    public bool Account { get; private set; }

    /// <summary>Rows have changed, or may have.</summary>
    public bool Stored { get; private set; }

    /// <summary>They are new ones, and nothing else has happened to any.</summary>
    public bool CreatedOnly { get; private set; } = true;

    /// <summary>Those that may have been switched.</summary>
    public HashSet<string> Modules { get; } = new(0, StringComparer.Ordinal);

    /// <summary>Rows with other words.</summary>
    public HashSet<long> Edited { get; } = new(0);

    /// <summary>What is passing by.</summary>
    public HashSet<long> Passing { get; } = new(0);

    private void Take(LiveEvent signal)
    {
        switch (signal.Kind)
        {
            case LiveEventKind.Stopping:
                Stopping = true;
                break;
            case LiveEventKind.Beat:
                (Beat, Account) = (true, true);
                break;
            case LiveEventKind.Account:
                Account = true;
                break;
            case LiveEventKind.Module when signal.Key is { } key: // whoever forges one may leave it out
                Modules.Add(key);
                break;
            case LiveEventKind.Ephemeral:
                Passing.UnionWith(signal.Ids);
                break;
            case LiveEventKind.Resync: // whatever may have happened, another process's switch included
                (Account, Stored, CreatedOnly) = (true, true, false);
                Modules.Add(NotificationService.ModuleKey);
                break;
            case LiveEventKind.Preferences:
                break;
            default:
                (Stored, CreatedOnly) = (true, CreatedOnly && signal.Kind == LiveEventKind.Created);
                Edited.UnionWith(signal is { Kind: LiveEventKind.Updated, Key: LiveEvent.Edited } ? signal.Ids : []);
                break;
        }
    }
}
