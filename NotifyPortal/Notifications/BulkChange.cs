namespace NotifyPortal.Notifications;

/// <summary>What a bulk operation did.</summary>
/// <param name="Count">How many rows it changed.</param>
/// <param name="UndoToken">Takes it back for ten seconds; null: there is nothing to take back.</param>
public sealed record BulkChange(int Count, long? UndoToken)
{
    public static readonly BulkChange None = new(0, null);
}
