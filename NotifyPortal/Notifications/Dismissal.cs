namespace NotifyPortal.Notifications;

public enum DismissOutcome
{
    /// <summary>It is dismissed now, or was already.</summary>
    Dismissed,

    /// <summary>There is none of this recipient.</summary>
    NotFound,

    /// <summary>A timeseries row: it goes by itself.</summary>
    NotDismissible,
}

/// <summary>What became of a wish to dismiss.</summary>
/// <param name="Item">It as it is now, or null when there is none.</param>
public sealed record Dismissal(DismissOutcome Outcome, NotificationView? Item);
