using NotifyPortal.Notifications.Stream;

namespace NotifyPortal.Notifications.Components;

/// <summary>Reads what a page may toast: its user's, its browser's, and what is passing by.</summary>
internal sealed class ToastReader(Inboxes inboxes, ChangeFeed feed, EphemeralNotifications ephemeral, PageSession session)
{
    /// <summary>See <see cref="RecipientAddress"/>.</summary>
    public IReadOnlyList<string> AddressesOf(string userId) =>
        [.. new[] { userId, session.Id is null ? "" : RecipientAddress.OfSession(session.Id) }.Where(address => address is not "")];

    /// <summary>Those of these rows that are this page's, the oldest first.</summary>
    public async Task<IReadOnlyList<NotificationView>> FindAsync(string userId, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var found = await feed.FindAsync(AddressesOf(userId), ids, cancellationToken);

        return [.. found.Values.OrderBy(item => item.Position)];
    }

    /// <summary>The same for what is never stored.</summary>
    public async Task<IReadOnlyList<NotificationView>> PassingAsync(string userId, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await ephemeral.FindAsync(ids, AddressesOf(userId), cancellationToken);

    /// <summary>Marks it seen, whichever of the page's it is.</summary>
    public async Task MarkSeenAsync(string userId, long id)
    {
        foreach (var inbox in InboxesOf(userId))
        {
            if (await inbox.MarkSeenAsync(id) is not null)
            {
                return;
            }
        }
    }

    private IEnumerable<Inbox> InboxesOf(string userId)
    {
        if (userId is not "")
        {
            yield return inboxes.Of(userId);
        }

        if (session.Id is { } browser)
        {
            yield return inboxes.OfSession(browser);
        }
    }
}
