namespace NotifyPortal.Notifications.Stream;

/// <summary>What a number of the sequence stands for, to a stream.</summary>
internal enum ChangeKind
{
    /// <summary>A row the stream has not told of.</summary>
    Created,

    /// <summary>One it has, with other content at a new place.</summary>
    Folded,

    /// <summary>Marked seen.</summary>
    Seen,

    /// <summary>Marked unseen, or restored.</summary>
    Back,

    /// <summary>Dismissed by its owner, or taken away for good.</summary>
    Gone,
}

/// <summary>One change of one row.</summary>
internal sealed record Change
{
    /// <summary>From the one sequence: its place among all changes.</summary>
    public required long Number { get; init; }

    public required long Id { get; init; }

    public required ChangeKind Kind { get; init; }

    /// <summary>When it went; null: it has not gone.</summary>
    public required DateTimeOffset? GoneAt { get; init; }

    /// <summary>Whether it is one more that the user has unread.</summary>
    public required bool Unread { get; init; }

    /// <summary>The row as it is now; null: it is not there any more, or has gone.</summary>
    public required ChangedRow? Row { get; init; }
}

/// <summary>One recipient's own state on a content that may be many's.</summary>
internal sealed record ChangedRow(DateTimeOffset? SeenAt, DateTimeOffset? DismissedAt, StreamContent Content);

/// <summary>What has changed since a place, in its order.</summary>
/// <param name="More">There is more after the last one.</param>
/// <param name="TooMany">So much at once that the client had better read again.</param>
/// <param name="Unread">How many the user has unread, if that was asked.</param>
internal sealed record ChangeBatch(IReadOnlyList<Change> Changes, bool More, bool TooMany, int Unread);
