namespace NotifyPortal.Live;

/// <summary>The whole live vocabulary.</summary>
public enum LiveEventKind
{
    /// <summary>Signals were lost or changed beyond counting: read again whatever is shown.</summary>
    Resync,

    Created,
    Updated,
    Seen,
    Dismissed,
    Restored,
    Removed,

    /// <summary>Something that is never stored: whoever holds it hands it out by its id, for a short while.</summary>
    Ephemeral,

    /// <summary>Many rows changed in one operation.</summary>
    Bulk,

    /// <summary>A module was switched on or off.</summary>
    Module,

    /// <summary>What a user wants or is subscribed to has changed, or what an admin requires.</summary>
    Preferences,

    /// <summary>The activity log has grown.</summary>
    Activity,

    /// <summary>Work in the background has moved on: a large sending, by its message's id, or a prune.</summary>
    Job,

    /// <summary>An admin has set an option, named by its key.</summary>
    Settings,

    /// <summary>A sign-in began or ended, or what an account may do has changed.</summary>
    Account,

    /// <summary>Time for a sign of life; this replica's own.</summary>
    Beat,

    /// <summary>This replica stops.</summary>
    Stopping,
}
