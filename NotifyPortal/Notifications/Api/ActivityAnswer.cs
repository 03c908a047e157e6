using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NotifyPortal.Activities;

namespace NotifyPortal.Notifications.Api;

/// <summary>What became of an activity.</summary>
public sealed record ActivityAnswer(string Id, IReadOnlyList<OutcomeDto> Outcomes)
{
    internal static ActivityAnswer From(ActivityResult result, ActivityRequest request) => new(
        result.Entry.Id.ToString(CultureInfo.InvariantCulture), [.. result.Outcomes.Select(outcome => OutcomeDto.From(outcome, result.Entry, request))]);
}

/// <summary>What became of one recipient's notification.</summary>
/// <param name="Recipient">As it was given; null: nobody was named.</param>
/// <param name="Outcome"><c>created</c>, <c>folded</c>, <c>skipped</c> or <c>failed</c>.</param>
public sealed record OutcomeDto(
    string? Recipient,
    OutcomeKind Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NotificationId)
{
    internal static OutcomeDto From(Outcome outcome, ActivityEntry entry, ActivityRequest request) => new(
        request.Recipients is null && outcome.Recipient is not null && outcome.Recipient == entry.TargetId ? request.Target : outcome.Recipient,
        outcome.Kind,
        outcome.Kind == OutcomeKind.Failed ? "storeRefused" : NameOf(outcome.Reason),
        outcome.NotificationId?.ToString(CultureInfo.InvariantCulture));

    internal static string? NameOf(SkipReason? reason) => reason is null ? null : JsonNamingPolicy.CamelCase.ConvertName(reason.Value.ToString());
}
