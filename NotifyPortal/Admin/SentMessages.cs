using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.FanOuts;

namespace NotifyPortal.Admin;

/// <summary>A message with what has become of it.</summary>
/// <param name="FanOut">The job that tells its recipients; null: one transaction did, or will.</param>
public sealed record SentMessage(Message Message, MessageStatus Status, FanOut? FanOut);

/// <summary>Anybody's messages, for admins.</summary>
public sealed class SentMessages(
    IDbContextFactory<PortalDbContext> contexts, NotificationService notifications, FanOutService fanOuts, ActingAdmin acting)
{
    private static readonly SenderRef Admin = new(Message.Portal, true);

    /// <summary>One, or null when there is none with that id.</summary>
    public async Task<SentMessage?> FindAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Set<Message>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellationToken) is { } message
            && await notifications.FindStatusAsync(Admin, id, cancellationToken) is { } status
            ? new SentMessage(message, status, await fanOuts.OfMessageAsync(id, cancellationToken))
            : null;
    }

    /// <summary>Takes it back, or keeps it from being sent.</summary>
    /// <exception cref="UnauthorizedAccessException">It is no admin (any more).</exception>
    public async Task RetractAsync(long id, ClaimsPrincipal admin, CancellationToken cancellationToken = default) =>
        await notifications.RetractAsync(Admin, id, await acting.GetAsync(admin, cancellationToken), cancellationToken);
}
