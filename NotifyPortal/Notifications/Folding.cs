using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>
/// What a message with a collapse key does first: it goes into the recipient's row that is still open under that key, which keeps its
/// id and takes the new text, time and a new position.
/// </summary>
internal static class Folding
{
    /// <summary>Folds the message into the open rows of these recipients.</summary>
    public static async Task<IReadOnlyList<OwnedRow>> FoldAsync(
        PortalDbContext db, Message message, IReadOnlyList<Addressee> to, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await OpenRowsAsync(db, message, to, cancellationToken);

        if (open.Count > 0)
        {
            await NotificationStore.SupersedeAsync(db, [.. open.Select(row => row.Id)], cancellationToken);
            await NotificationStore.FoldAsync(db, message.Id, await MergedAsync(db, message, open, cancellationToken), now, cancellationToken);
        }

        return [.. open.Select(row => new OwnedRow(row.Address, row.Id))];
    }

    /// <summary>A shallow merge in which the new event wins; above the limit only the new event's is kept.</summary>
    /// <returns>Null when it is just what the new message itself carries.</returns>
    public static string? Merge(string? stored, string? added)
    {
        if (stored is null || added is null)
        {
            return stored;
        }

        var merged = JsonNode.Parse(stored)!.AsObject();

        foreach (var (name, value) in JsonNode.Parse(added)!.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        return MetadataSize.Of(merged) > DraftRules.MetadataBytes ? null : merged.ToJsonString(JsonSerializerOptions.Web);
    }

    private static async Task<List<OpenRow>> OpenRowsAsync(PortalDbContext db, Message message, IReadOnlyList<Addressee> to, CancellationToken cancellationToken)
    {
        var numbers = to.Select(one => one.Number).ToList();
        var open = await (from n in db.Set<Notification>()
                          join m in db.Set<Message>() on n.MessageId equals m.Id
                          where numbers.Contains(n.RecipientId) && n.Sender == message.Sender && n.OpenKey == message.CollapseKey && n.MessageId != message.Id
                          select new { n.RecipientId, Row = new OpenRow(n.Id, "", n.Metadata ?? m.Metadata, n.Actors, m.ActorId, m.ActorName, m.ActorVia) })
            .ToDictionaryAsync(row => row.RecipientId, row => row.Row, cancellationToken);

        return [.. to.Where(one => open.ContainsKey(one.Number)).Select(one => open[one.Number] with { Address = one.Address })];
    }

    // The rows of a fan-out mostly hold the same: each different content is merged and sent to the store once.
    private static async Task<string> MergedAsync(PortalDbContext db, Message message, List<OpenRow> open, CancellationToken cancellationToken)
    {
        var position = await NotificationStore.DrawAsync(db, open.Count, cancellationToken);
        var numbered = open.Select((row, i) => (Row: row, Position: position + i + 1));

        return JsonSerializer.Serialize(numbered.GroupBy(n => n.Row with { Id = 0, Address = "" }).Select(same => new
        {
            metadata = Merge(same.Key.Metadata, message.Metadata),
            actors = FoldedActors.Add(same.Key.Actors, same.Key.Actor, message.Actor),
            rows = same.Select(n => new[] { n.Row.Id, n.Position }),
        }));
    }

    private sealed record OpenRow(long Id, string Address, string? Metadata, string? Actors, string? ActorId, string? ActorName, string? ActorVia)
    {
        public Actor? Actor => ActorName is null ? null : new Actor(ActorId, ActorName, ActorVia);
    }
}
