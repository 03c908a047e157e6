using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Stream;

/// <summary>What a client asks for beside what comes.</summary>
/// <param name="Since">Timeseries notifications that came strictly after this; null: after the cursor.</param>
/// <param name="LastEventId">As the client gives it; null: it comes for the first time.</param>
internal sealed record StreamRequest(DateTimeOffset? Since, string? LastEventId);

/// <summary>Something the client missed: a timeseries row, or, with the time it went, one that is to leave the screen.</summary>
internal sealed record Missed(long Number, long Id, DateTimeOffset? GoneAt);

/// <summary>What a stream begins with.</summary>
/// <param name="Armed">The place from which on it is live.</param>
/// <param name="From">The place the client returns from; for one that comes for the first time the beginning of all.</param>
/// <param name="Resync">Something is left out, or cannot be known: the client drops what it shows and reads the inbox.</param>
/// <param name="Unread">The queued replay, the oldest first.</param>
/// <param name="Missed">In its order.</param>
internal sealed record StreamOpening(StreamCursor Armed, StreamCursor From, bool Resync, IReadOnlyList<NotificationView> Unread, IReadOnlyList<Missed> Missed);
