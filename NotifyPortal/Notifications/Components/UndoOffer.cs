namespace NotifyPortal.Notifications.Components;

/// <summary>What was done, and how to take it back.</summary>
/// <param name="Text">What the reader is told.</param>
/// <param name="Token">Null: nothing has changed, there is nothing to take back.</param>
public sealed record UndoOffer(string Text, long? Token);
