using NotifyPortal.Activities;

namespace NotifyPortal.Notifications;

/// <summary>What has become of a message.</summary>
/// <param name="Recipients">How many it was stored for.</param>
/// <param name="Seen">How many of its rows are seen.</param>
/// <param name="Superseded">How many of its rows have passed to a newer message.</param>
/// <param name="Skipped">How many got nothing, for each reason.</param>
/// <param name="PublishAt">When it will be sent; null: it was.</param>
/// <param name="ExpiresAt">When its rows go; null: by age alone.</param>
public sealed record MessageStatus(
    int Recipients, int Seen, int Dismissed, int Superseded, IReadOnlyDictionary<SkipReason, int> Skipped, DateTimeOffset? PublishAt, DateTimeOffset? ExpiresAt);

/// <summary>New words, or a new end, for a message that is already written; null: as it is.</summary>
public sealed record MessageEdit(string? Title = null, string? Text = null, string? Link = null, string? Icon = null, DateTimeOffset? ExpiresAt = null);
