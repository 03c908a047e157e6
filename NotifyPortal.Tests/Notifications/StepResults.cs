using NotifyPortal.Notifications;

namespace NotifyPortal.Tests.Notifications;

/// <summary>What the state machine reads out of the answers to its steps.</summary>
internal static class StepResults
{
    public static bool IsUser(string who) => RecipientAddress.SessionIn(who) is null;

    public static bool IsWithin(string type, string muted) => type == muted || type.StartsWith($"{muted}.", StringComparison.Ordinal);

    public static async Task<long?> CountedAsync(Task<BulkChange> operation, int expected)
    {
        var change = await operation;
        Assert.Equal(expected, change.Count);

        return change.UndoToken;
    }

    public static async Task<long?> TokenOfAsync(Task<NotificationView?> operation) => (await operation)?.UndoToken;

    public static async Task<long?> DismissAsync(Inbox inbox, long id) => (await inbox.DismissAsync(id)).Item?.UndoToken;
}
