using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>Answers "why did I get this?" from what is kept with the message.</summary>
public sealed class WhyService(IDbContextFactory<PortalDbContext> contexts, NotificationTypeRegistry types, AccountDirectory accounts)
{
    /// <summary>Null when there is none of this recipient with that id.</summary>
    public async Task<WhyAnswer?> FindAsync(string userId, long notificationId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = db.Set<Notification>().AsNoTracking()
            .Where(n => n.Id == notificationId && db.Set<Recipient>().Any(r => r.Id == n.RecipientId && r.UserId == userId));

        if (await NotificationRow.In(db, own).SingleOrDefaultAsync(cancellationToken) is not { } row)
        {
            return null;
        }

        var (state, message, activity) = row;
        var rule = await RuleAsync(db, userId, message, activity, cancellationToken);

        return new WhyAnswer(
            rule, message.Type, types.Find(message.Type) is { } type ? types.TitleOf(type) : message.Type, rule == WhyRule.Role ? message.AudienceRole : null,
            rule == WhyRule.Topic ? message.AudienceTopic : null, message.Sender, message.Actor, activity, state.UpdatedAt);
    }

    private async Task<WhyRule> RuleAsync(PortalDbContext db, string userId, Message message, ActivityEntry? activity, CancellationToken cancellationToken)
    {
        if (activity is not null)
        {
            return activity.TargetId == userId ? WhyRule.Target : WhyRule.Recipient;
        }

        if (message.Audience.HasFlag(AudienceKinds.Everyone))
        {
            return WhyRule.Everyone;
        }

        switch (message.Audience & ~AudienceKinds.Session) // that is nobody's inbox
        {
            case AudienceKinds.None:
                return WhyRule.Unknown;
            case AudienceKinds.Named:
                return WhyRule.Named;
            case AudienceKinds.Role:
                return WhyRule.Role;
            case AudienceKinds.Topic:
                return WhyRule.Topic;
        }

        // Sent in several ways: who is subscribed or in the role now most likely was then.
        if (message.AudienceTopic is { } topic && await Topics.Topics.ActiveIds(db, topic).ContainsAsync(userId, cancellationToken))
        {
            return WhyRule.Topic;
        }

        return (await accounts.ActiveIdsAsync(db, message.AudienceRole, everyone: false, cancellationToken)).Contains(userId) ? WhyRule.Role
            : message.Audience.HasFlag(AudienceKinds.Named) ? WhyRule.Named
            : WhyRule.Unknown;
    }
}
