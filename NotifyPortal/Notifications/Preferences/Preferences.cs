using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>What users want to hear of. Wanted means: its base is on and it is on itself, or an admin requires it.</summary>
#pragma warning disable MA0049 // The feature's one noun: whoever calls it says Preferences.WantsAsync.
public sealed class Preferences(
    StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, NotificationTypeRegistry types, IEnumerable<PreferenceChannel> channels,
    NotificationBroker broker, ILogger<Preferences> logger)
#pragma warning restore MA0049
{
    private const int LookBack = 50;

    /// <summary>The columns of the matrix.</summary>
    public IReadOnlyList<PreferenceChannel> Channels { get; } = [.. channels.DistinctBy(c => c.Key)];

    /// <summary>
    /// Whether the user wants it on the channel. What is unknown, or cannot be read, is what the channel does by itself: in-app delivers.
    /// </summary>
    /// <param name="userId">The account's id.</param>
    /// <param name="typeOrAction">A type's key, or an action of a type.</param>
    /// <param name="channel">Null: in-app.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<bool> WantsAsync(string userId, string typeOrAction, PreferenceChannel? channel = null, CancellationToken cancellationToken = default)
    {
        channel ??= PreferenceChannel.InApp;

        if ((types.Find(typeOrAction) ?? types.OfAction(typeOrAction)) is not { } type)
        {
            return channel.OnByDefault;
        }

        try
        {
            return (await ReadAsync(userId, cancellationToken)).Wants(channel, type);
        }
        catch (DbException e)
        {
            Log.PreferencesUnreadable(logger, e);

            return channel.OnByDefault;
        }
    }

    /// <summary>Everything the user has set, and what is required.</summary>
    public async Task<PreferenceMatrix> ReadAsync(string userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await ReadAsync(db, userId, cancellationToken);
    }

    /// <summary>How many of the user's last 50 notifications would not have come had this type been muted, and of how many.</summary>
    public async Task<(int Hidden, int Of)> HiddenByAsync(string userId, string type, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var queued = db.Set<Notification>().AsNoTracking().Where(n => n.RecipientId == db.Set<Recipient>().Where(r => r.UserId == userId).Select(r => r.Id).FirstOrDefault());
        var last = InboxReader.StatesOf(InboxStatus.All, DismissedFilter.Include)
            .Select(state => queued.Where(n => n.State == state).OrderByDescending(n => n.Position).Take(LookBack))
            .Aggregate((all, more) => all.Concat(more)).OrderByDescending(n => n.Position).Take(LookBack);
        var came = await (from n in last join m in db.Set<Message>() on n.MessageId equals m.Id select m.Type).ToListAsync(cancellationToken);
        var matrix = await ReadAsync(db, userId, cancellationToken);
        var hidden = types.All.Where(t => t.Keys.Contains(type) && !matrix.Locked(PreferenceChannel.InApp, t)).Select(t => t.Key).ToHashSet(StringComparer.Ordinal);

        return (came.Count(t => t is not null && hidden.Contains(t)), came.Count);
    }

    /// <summary>Sets cells of the matrix, all or none, and tells the user's open pages. What sets nothing new sends nothing.</summary>
    /// <returns>Those that would mute a required type: then nothing was stored. Empty: done.</returns>
    /// <exception cref="ArgumentException">A type or channel is unknown.</exception>
    public async Task<IReadOnlyList<PreferenceChange>> SetAsync(
        string userId, IReadOnlyList<PreferenceChange> changes, CancellationToken cancellationToken = default)
    {
        var cells = changes.Select(change => (Change: change, Channel: ChannelOf(change.Channel), Type: TypeOf(change.Type))).ToList();
        var (refused, changed) = await writer.WriteAsync(async (db, token) =>
        {
            var matrix = await ReadAsync(db, userId, token);
            List<PreferenceChange> required = [.. cells.Where(c => !c.Change.Wanted && matrix.Locked(c.Channel, c.Type)).Select(c => c.Change)];
            var count = 0;

            foreach (var (change, channel, _) in required.Count > 0 ? [] : cells)
            {
                count += await StoreAsync(db, userId, change, channel, token);
            }

            return (required, count);
        }, cancellationToken);

        if (changed > 0)
        {
            broker.Publish(LiveTopic.User(userId), LiveEvent.Of(LiveEventKind.Preferences));
        }

        return refused;
    }

    private static async Task<int> StoreAsync(
        PortalDbContext db, string userId, PreferenceChange change, PreferenceChannel channel, CancellationToken cancellationToken)
    {
        var own = db.Set<Preference>().Where(p => p.UserId == userId && p.Type == change.Type && p.Channel == change.Channel);

        if (change.Wanted == channel.OnByDefault)
        {
            return await own.ExecuteDeleteAsync(cancellationToken); // only what differs is stored
        }

        if (await own.AnyAsync(cancellationToken))
        {
            return 0;
        }

        db.Add(new Preference { UserId = userId, Type = change.Type, Channel = change.Channel, Wanted = change.Wanted });

        return await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<PreferenceMatrix> ReadAsync(PortalDbContext db, string userId, CancellationToken cancellationToken)
    {
        var stored = await db.Set<Preference>().AsNoTracking().Where(p => p.UserId == userId).ToListAsync(cancellationToken);
        var required = await db.Set<RequiredType>().AsNoTracking().ToListAsync(cancellationToken);

        return new PreferenceMatrix(types, stored, required);
    }

    private NotificationType TypeOf(string key) => types.Find(key) ?? throw new ArgumentException($"{key} is not a type there is", nameof(key));

    private PreferenceChannel ChannelOf(string key) =>
        Channels.FirstOrDefault(c => c.Key == key) ?? throw new ArgumentException($"{key} is not a channel there is", nameof(key));
}
