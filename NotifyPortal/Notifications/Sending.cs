using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Modules;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Notifications.Retention;

namespace NotifyPortal.Notifications;

/// <summary>What is sent, and what it comes from.</summary>
/// <param name="Said">Its headline, for those who do not get it.</param>
/// <param name="Written">Its message, where that stands already.</param>
internal sealed record Sending(
    NotificationDraft Draft, string Sender, string? Type, ActivityEntry? Activity, DateTimeOffset Now, MutedRecipients Muted, string? Said, Message? Written = null)
{
    /// <summary>True when a filter has held it back: nobody gets it.</summary>
    public bool Held { get; init; }

    /// <summary>A message that was written before, and goes out now.</summary>
    public static Sending Of(Message message, DateTimeOffset now, MutedRecipients muted) =>
        new(new NotificationDraft { Mode = message.Mode }, message.Sender, message.Type, null, now, muted, null, message);

    /// <summary>
    /// Stores it for these recipients, inside the caller's transaction, and adds an outcome for each: module, self-action and preferences first.
    /// </summary>
    public async Task<Stored> StoreAsync(PortalDbContext db, Dictionary<string, string> reached, List<Outcome> outcomes, CancellationToken cancellationToken)
    {
        if (!await MayReachAsync(db, reached, outcomes, cancellationToken))
        {
            return Stored.Nothing;
        }

        var (message, counted) = await MessageAsync(db, reached, outcomes, cancellationToken);
        var stored = await Delivery.StoreAsync(db, message, await Addressee.AtAsync(db, reached.Keys, cancellationToken), counted, Now, cancellationToken);
        Note(OutcomeKind.Folded, stored.Folded, reached, outcomes);
        Note(OutcomeKind.Created, stored.Created, reached, outcomes);
        outcomes.AddRange(reached.Values.Select(given => Outcome.Skip(given, SkipReason.Duplicate))); // another transaction was faster

        return stored;
    }

    /// <summary>The same for what is never stored: draws its id.</summary>
    /// <returns>The id and who is to see it; null when nobody is.</returns>
    public async Task<(long Id, IReadOnlyList<string> Addresses)?> PassAsync(
        PortalDbContext db, Dictionary<string, string> reached, List<Outcome> outcomes, CancellationToken cancellationToken)
    {
        if (!await MayReachAsync(db, reached, outcomes, cancellationToken))
        {
            return null;
        }

        outcomes.AddRange(reached.Values.Select(given => new Outcome(given, OutcomeKind.Created)));

        return (1 + await NotificationStore.DrawAsync(db, 1, cancellationToken), [.. reached.Keys]);
    }

    /// <summary>The same for whoever is connected: draws its id; null when the module is off.</summary>
    /// <returns>The id, and the users who have muted it, with an outcome for each.</returns>
    public async Task<(long? Id, IReadOnlyList<string> Unwilling, List<Outcome> Outcomes)> PassToAllAsync(
        PortalDbContext db, IReadOnlyList<string> leftOut, CancellationToken cancellationToken)
    {
        if (!await ModuleService.IsEnabledAsync(db, NotificationService.ModuleKey, cancellationToken))
        {
            return (null, [], [Outcome.Skip(null, SkipReason.ModuleOff)]);
        }

        if (Held)
        {
            return (null, [], [Outcome.Skip(null, SkipReason.Filtered)]);
        }

        var unwilling = (await Muted.AllAsync(db, Type, cancellationToken)).Except(leftOut, StringComparer.Ordinal).ToList();

        return (1 + await NotificationStore.DrawAsync(db, 1, cancellationToken), unwilling, [.. unwilling.Select(user => Outcome.Skip(user, SkipReason.Muted))]);
    }

    /// <summary>Takes out whom it must not reach; false when nobody is left.</summary>
    private async Task<bool> MayReachAsync(PortalDbContext db, Dictionary<string, string> reached, List<Outcome> outcomes, CancellationToken cancellationToken)
    {
        if (!await ModuleService.IsEnabledAsync(db, NotificationService.ModuleKey, cancellationToken))
        {
            SkipAll(SkipReason.ModuleOff, reached, outcomes);
        }
        else if (reached.Count + outcomes.Count == 0)
        {
            SkipAll(SkipReason.NoTarget, reached, outcomes);
        }
        else if (Activity is not null && await db.Set<SettledActivity>().AnyAsync(s => s.ActivityId == Activity.Id, cancellationToken))
        {
            SkipAll(SkipReason.Duplicate, reached, outcomes);
        }
        else if (Held)
        {
            SkipAll(SkipReason.Filtered, reached, outcomes);
        }
        else
        {
            if (Activity?.ActorId is { } actor && reached.ContainsKey(actor))
            {
                outcomes.Add(Outcome.Skip(Take(actor, reached), SkipReason.SelfAction));
            }

            var unwilling = await Muted.AmongAsync(db, Type, reached.Keys, cancellationToken);
            outcomes.AddRange(unwilling.Select(user => Outcome.Skip(Take(user, reached), SkipReason.Muted)));
        }

        return reached.Count > 0;
    }

    private static void SkipAll(SkipReason reason, Dictionary<string, string> reached, List<Outcome> outcomes)
    {
        List<string?> everyone = [.. outcomes.Select(o => o.Recipient), .. reached.Values];
        reached.Clear();
        outcomes.Clear();
        outcomes.AddRange((everyone.Count == 0 ? [null] : everyone).Select(given => Outcome.Skip(given, reason)));
    }

    /// <summary>The message to point at: a new one, which counts all it is for, or the activity's own; who was told of that before is taken out.</summary>
    private async Task<(Message Message, int Counted)> MessageAsync(PortalDbContext db, Dictionary<string, string> reached, List<Outcome> outcomes, CancellationToken cancellationToken)
    {
        if (Activity is not null && await db.Set<Message>().AsNoTracking().FirstOrDefaultAsync(m => m.ActivityId == Activity.Id, cancellationToken) is { } written)
        {
            IEnumerable<string> told = written.RetractedAt is not null ? [.. reached.Keys] : await NotificationStore.ToldAsync(db, written.Id, cancellationToken);
            outcomes.AddRange(told.Where(reached.ContainsKey).Select(id => Outcome.Skip(Take(id, reached), SkipReason.Duplicate)));

            return (written, 0);
        }

        return Written is null ? (await WriteAsync(db, reached.Count, cancellationToken), reached.Count) : (Written, 0);
    }

    /// <summary>Writes the message, and no row yet.</summary>
    /// <param name="sent">For how many it is stored in this transaction.</param>
    public Task<Message> WriteAsync(PortalDbContext db, int sent, CancellationToken cancellationToken) =>
        NotificationStore.AddMessageAsync(db, Message.From(Draft, Sender, Type, Activity?.Id, Now, sent), cancellationToken);

    private static void Note(OutcomeKind kind, IReadOnlyList<OwnedRow> rows, Dictionary<string, string> reached, List<Outcome> outcomes) =>
        outcomes.AddRange(rows.Select(row => new Outcome(Take(row.Address, reached), kind, NotificationId: row.Id)));

    private static string Take(string address, Dictionary<string, string> reached)
    {
        reached.Remove(address, out var given);

        return given!;
    }
}
