namespace NotifyPortal.Live;

/// <summary>"Look again": what kind of thing changed, and which. Never content; the store is the truth.</summary>
/// <param name="Ids">The rows concerned, where they are few.</param>
/// <param name="Key">What else names the thing: a module's key, or what an update was.</param>
public sealed record LiveEvent(LiveEventKind Kind, IReadOnlyList<long> Ids, string? Key = null)
{
    /// <summary>The key of an update that changed only what is said, not the row.</summary>
    public const string Edited = "edited";

    /// <summary>Something was lost, nobody knows what: this one stands for any, unlike those made for an occasion.</summary>
    public static readonly LiveEvent Resync = new(LiveEventKind.Resync, []);

    /// <summary>Concerns this replica alone: never sent to others, never taken from them.</summary>
    internal bool StaysHere => Kind is LiveEventKind.Beat or LiveEventKind.Stopping;

    public static LiveEvent Of(LiveEventKind kind, params IReadOnlyList<long> ids) => new(kind, ids);
}
