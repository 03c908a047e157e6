namespace NotifyPortal.Notifications;

/// <summary>What became of a wish to dismiss a group.</summary>
/// <param name="Change">How many rows changed just now.</param>
public sealed record GroupDismissal(DismissOutcome Outcome, BulkChange Change);
