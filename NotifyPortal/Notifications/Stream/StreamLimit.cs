namespace NotifyPortal.Notifications.Stream;

/// <summary>How many streams one recipient may hold open: many tabs and programs, but not all there is.</summary>
internal sealed class StreamLimit
{
    public const int PerRecipient = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);

    /// <summary>False: this one is too many. Otherwise <see cref="Leave"/> when it ends.</summary>
    public bool TryEnter(string address)
    {
        lock (gate)
        {
            var count = open.GetValueOrDefault(address);

            if (count >= PerRecipient)
            {
                return false;
            }

            open[address] = count + 1;

            return true;
        }
    }

    public void Leave(string address)
    {
        lock (gate)
        {
            if (--open[address] == 0)
            {
                open.Remove(address);
            }
        }
    }
}
