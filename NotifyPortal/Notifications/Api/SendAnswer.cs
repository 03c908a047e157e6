using System.Globalization;
using System.Text.Json.Serialization;
using NotifyPortal.Activities;

namespace NotifyPortal.Notifications.Api;

/// <summary>What became of a notification.</summary>
/// <param name="MessageId">Null when nothing was sent; of an ephemeral one, its id on the wire.</param>
/// <param name="Reasons">How many were skipped, for each reason.</param>
/// <param name="NotificationId">With a single recipient.</param>
public sealed record SendAnswer(
    string? MessageId, int Created, int Folded, int Skipped, IReadOnlyDictionary<string, int> Reasons,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NotificationId)
{
    internal static SendAnswer From(SendResult result) => new(
        result.EphemeralId is { } id ? EphemeralNotifications.WireId(id) : result.MessageId?.ToString(CultureInfo.InvariantCulture),
        result.Created,
        result.Folded,
        result.Skipped,
        result.Reasons.ToDictionary(r => OutcomeDto.NameOf(r.Key)!, r => r.Value, StringComparer.Ordinal),
        result.Outcomes is [{ NotificationId: { } row }] ? row.ToString(CultureInfo.InvariantCulture) : null);
}
