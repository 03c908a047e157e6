using System.Text.Json.Serialization;

namespace NotifyPortal.Notifications.Stream.Api;

/// <summary>It is off the screen, now or already.</summary>
internal sealed record DismissedDto(string Dismissed);

/// <summary>The same for a group.</summary>
internal sealed record DismissedGroupDto([property: JsonPropertyName("dismissed_group")] string DismissedGroup);

/// <summary>Why it is not.</summary>
internal sealed record StreamErrorDto(string Error);
