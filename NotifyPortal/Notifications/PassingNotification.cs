namespace NotifyPortal.Notifications;

/// <summary>A notification that is never kept, and whom it is for.</summary>
/// <param name="Addresses">Recipients' addresses; null: every page and stream that is open.</param>
/// <param name="Except">Addresses it is not for.</param>
internal sealed record PassingNotification(NotificationView View, HashSet<string>? Addresses, HashSet<string> Except)
{
    public static PassingNotification For(NotificationView view, IEnumerable<string> addresses) =>
        new(view, addresses.ToHashSet(StringComparer.Ordinal), []);

    public static PassingNotification ForAll(NotificationView view, IEnumerable<string> except) => new(view, null, except.ToHashSet(StringComparer.Ordinal));

    /// <param name="addresses">Whom a page or stream serves.</param>
    public bool IsFor(IReadOnlyCollection<string> addresses) => !Except.Overlaps(addresses) && (Addresses is null || Addresses.Overlaps(addresses));
}
