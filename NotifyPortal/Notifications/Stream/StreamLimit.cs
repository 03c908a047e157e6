namespace NotifyPortal.Notifications.Stream;

/// <summary>How many streams one recipient may hold open: many tabs and programs, but not all there is.</summary>
internal sealed class StreamLimit
{
    public const int PerRecipient = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);

    /// <summary>A place, given back when it is disposed; null: this one would be too many.</summary>
    public IDisposable? Enter(string address)
    {
        lock (gate)
        {
            var count = open.GetValueOrDefault(address);

            if (count >= PerRecipient)
            {
                return null;
            }

            open[address] = count + 1;

            return new Place(this, address);
        }
    }

    private void Leave(string address)
    {
        lock (gate)
        {
            if (--open[address] == 0)
            {
                open.Remove(address);
            }
        }
    }

    private sealed class Place(StreamLimit limit, string address) : IDisposable
    {
        public void Dispose() => limit.Leave(address);
    }
}
