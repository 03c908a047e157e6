using System.Text.Json;
using NotifyPortal.Activities;

namespace NotifyPortal.Notifications;

/// <summary>Who acted in the events that a row stands for, the newest first: kept with the row, as JSON.</summary>
internal static class FoldedActors
{
    /// <summary>So many are shown by name.</summary>
    public const int Shown = 3;

    /// <summary>So many are told apart; whoever comes beyond takes the oldest one's place.</summary>
    public const int Counted = 100;

    /// <summary>The stored list with the newest at its head; without a stored one it begins with the row's first actor.</summary>
    public static string? Add(string? stored, Actor? first, Actor? newest)
    {
        IReadOnlyList<Actor> before = stored is null ? [.. first is null ? [] : new[] { first }] : Read(stored);
        List<Actor> now = [.. newest is null ? [] : new[] { newest }, .. before.Where(actor => newest is null || Key(actor) != Key(newest))];

        return now.Count == 0 ? null : JsonSerializer.Serialize(now.Take(Counted).Select(actor => new[] { actor.Id, actor.Name, actor.Via }));
    }

    public static IReadOnlyList<Actor> Read(string stored) =>
        [.. JsonSerializer.Deserialize<List<string?[]>>(stored)!.Select(actor => new Actor(actor[0], actor[1]!, actor[2]))];

    // An account is one person under whatever name; without one the name is all there is.
    private static (string?, string?, string?) Key(Actor actor) => actor.Id is null ? (null, actor.Name, actor.Via) : (actor.Id, null, null);
}
