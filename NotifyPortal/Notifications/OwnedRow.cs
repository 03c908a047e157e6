namespace NotifyPortal.Notifications;

/// <summary>A notification and the recipient it belongs to.</summary>
/// <param name="Address">See <see cref="RecipientAddress"/>.</param>
internal sealed record OwnedRow(string Address, long Id);
