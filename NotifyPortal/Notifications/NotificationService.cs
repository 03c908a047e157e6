using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Jobs;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications.Extending;
using NotifyPortal.Notifications.FanOuts;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Notifications.Scheduling;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications;

/// <summary>
/// The one door through which notifications come into being. In order: draft checked, filters asked, type resolved, then in one transaction the
/// audience and what <see cref="Sending"/> stores for it; live signals after the commit.
/// </summary>
public sealed class NotificationService(
    StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, AccountDirectory accounts, NotificationTypeRegistry types,
    MutedRecipients muted, NotificationPresenter presenter, EphemeralNotifications ephemeral, Connections connections, FanOutService fanOuts, JobBoard jobs,
    NotificationBroker broker, Filters filters, Observers observers, NotificationMetrics metrics, TimeProvider clock)
{
    /// <summary>The module's key.</summary>
    public const string ModuleKey = "notifications";

    /// <summary>So many are told in one transaction; more, by a job in chunks.</summary>
    public const int MaxRecipients = 10_000;

    private readonly AudienceReader audiences = new(accounts);
    private readonly Outgoing outgoing = new(new AudienceReader(accounts));
    private readonly CrowdReader crowds = new(accounts);
    private readonly Announcer announcer = new(broker, observers);
    private readonly SentMessages sent = new(writer, contexts, new Announcer(broker, observers), jobs, clock);
    private readonly EphemeralSending passing = new(writer, new AudienceReader(accounts), presenter, ephemeral, broker, observers);

    /// <summary>Tells one user.</summary>
    /// <param name="recipient">A user id or an e-mail address.</param>
    /// <returns>What became of it; of one that waits for its time, created without an id.</returns>
    /// <exception cref="ArgumentException">The draft is at fault; the message names every field.</exception>
    public async Task<Outcome> CreateAsync(string recipient, NotificationDraft draft, CancellationToken cancellationToken = default)
    {
        var result = await SendAsync(Audience.Of(recipient), draft, cancellationToken: cancellationToken);

        return result.Outcomes.Count > 0 ? result.Outcomes[0] : new Outcome(recipient, OutcomeKind.Created);
    }

    /// <summary>Tells many users the same; each once. Above <see cref="MaxRecipients"/> it is a stored job; this waits for its end.</summary>
    /// <returns>How many rows were really inserted.</returns>
    /// <exception cref="ArgumentException">The draft is at fault.</exception>
    public async Task<int> CreateManyAsync(IReadOnlyList<string> recipients, NotificationDraft draft, CancellationToken cancellationToken = default)
    {
        var result = await SendAsync(Audience.Of(recipients), draft, cancellationToken: cancellationToken);

        return result.FanOutId is { } job ? (await fanOuts.RunToEndAsync(job, cancellationToken))?.Created ?? 0 : result.Created;
    }

    /// <summary>
    /// Tells an audience: one message, a row for each recipient, all in one transaction; above <see cref="MaxRecipients"/> one message and
    /// one stored job that tells them in chunks.
    /// </summary>
    /// <param name="sender">The name of the API key it comes through.</param>
    /// <param name="within">What else the transaction is to hold, when something is stored.</param>
    /// <exception cref="ArgumentException">The draft is at fault.</exception>
    public Task<SendResult> SendAsync(
        Audience audience, NotificationDraft draft, string sender = Message.Portal,
        Func<PortalDbContext, SendResult, CancellationToken, Task>? within = null, CancellationToken cancellationToken = default) =>
        StoreAsync(audience, DraftRules.CleanOrThrow(draft, clock.Now()), sender, null, within, cancellationToken);

    /// <summary>Tells all pages and streams that are open now. It is never stored; who is not connected does not get it.</summary>
    /// <param name="draft">Ephemeral, whether it says so or not.</param>
    /// <param name="except">User ids, e-mail addresses or sessions' public ids that are left out.</param>
    /// <exception cref="ArgumentException">The draft is at fault, or is a timeseries one.</exception>
    public Task<SendResult> BroadcastAsync(
        NotificationDraft draft, IReadOnlyList<string>? except = null, string sender = Message.Portal, CancellationToken cancellationToken = default)
    {
        // Queued is what a draft says that says nothing.
        var said = draft.Mode == NotificationMode.Queued ? draft with { Mode = NotificationMode.Ephemeral } : draft;

        return SendAsync(new Audience { Broadcast = true, Except = except ?? [] }, said, sender, cancellationToken: cancellationToken);
    }

    /// <summary>Tells users of an activity that is already recorded; each once for it, however often this is called.</summary>
    /// <param name="recipients">User ids or e-mail addresses.</param>
    /// <param name="presentation">What should read differently from the action's template.</param>
    /// <returns>An outcome for each recipient, by what was given; one without a recipient when none was.</returns>
    /// <exception cref="ArgumentException">The draft is at fault, or there are more than <see cref="MaxRecipients"/>.</exception>
    public async Task<IReadOnlyList<Outcome>> FanOutAsync(
        ActivityEntry activity, IReadOnlyList<string> recipients, Presentation? presentation = null,
        string sender = Message.Portal, CancellationToken cancellationToken = default)
    {
        var draft = DraftRules.CleanOrThrow(ActivityNotifier.DraftOf(activity, presentation), clock.Now());

        return (await StoreAsync(Audience.Of(recipients), draft, sender, activity, null, cancellationToken)).Outcomes;
    }

    /// <summary>Whom the audience would reach now, and how many of them have muted such a draft; nothing is sent.</summary>
    public async Task<AudiencePreview> PreviewAsync(Audience audience, NotificationDraft draft, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var off = !await ModuleService.IsEnabledAsync(db, ModuleKey, cancellationToken);

        if (audience.Broadcast)
        {
            return new AudiencePreview((await connections.CountAsync(cancellationToken)).All, (await muted.AllAsync(db, TypeOf(draft), cancellationToken)).Count, off);
        }

        var (reached, _) = await audiences.ReadAsync(db, audience, cancellationToken);

        return new AudiencePreview(reached.Count, (await muted.AmongAsync(db, TypeOf(draft), reached.Keys, cancellationToken)).Count, off);
    }

    /// <summary>It is over: what is still shown under the collapse key or the group becomes dismissed and seen, everywhere.</summary>
    /// <param name="recipient">A user id or an e-mail address; null, as the session: everybody.</param>
    /// <param name="session">A browser session's public id.</param>
    /// <returns>How many; a second call finds none.</returns>
    /// <exception cref="ArgumentException">Not exactly one of key and group is given.</exception>
    public async Task<int> ResolveAsync(
        SenderRef by, string? collapseKey = null, string? group = null, string? recipient = null, string? session = null,
        CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrEmpty(collapseKey) == string.IsNullOrEmpty(group))
        {
            throw new ArgumentException("give exactly one of collapseKey and group", nameof(collapseKey));
        }

        var address = session is not null ? RecipientAddress.OfSession(session)
            : recipient is not null ? (await accounts.FindAsync(recipient, cancellationToken))?.Id ?? recipient
            : null;

        return await sent.ResolveAsync(by, collapseKey is "" ? null : collapseKey, group, address, cancellationToken);
    }

    /// <summary>Takes a message back: its rows go, everywhere and for good, and that is recorded.</summary>
    /// <returns>How many rows; null when the sender has no such message.</returns>
    public Task<int?> RetractAsync(SenderRef by, long messageId, Actor? actor = null, CancellationToken cancellationToken = default) =>
        sent.RetractAsync(by, messageId, actor, cancellationToken);

    /// <summary>Changes the words of a message where it is shown, or when it ends; no new badge.</summary>
    /// <returns>False when the sender has no such message.</returns>
    /// <exception cref="ArgumentException">Something is at fault; the message names every field.</exception>
    public Task<bool> EditAsync(SenderRef by, long messageId, MessageEdit edit, CancellationToken cancellationToken = default) =>
        sent.EditAsync(by, messageId, edit, cancellationToken);

    /// <summary>What has become of a message; null when the sender has no such one.</summary>
    public Task<MessageStatus?> FindStatusAsync(SenderRef by, long messageId, CancellationToken cancellationToken = default) =>
        sent.FindAsync(by, messageId, cancellationToken);

    private async Task<SendResult> StoreAsync(
        Audience audience, NotificationDraft draft, string sender, ActivityEntry? activity,
        Func<PortalDbContext, SendResult, CancellationToken, Task>? within, CancellationToken cancellationToken)
    {
        if (audience.Broadcast && draft.Mode != NotificationMode.Ephemeral)
        {
            throw new ArgumentException("mode must be ephemeral in a broadcast", nameof(draft));
        }

        // Before the transaction: filters are others' code, and the writer has one turn at a time.
        var filtered = await filters.ApplyAsync(draft, audience.Scope, cancellationToken);
        draft = filtered ?? draft;
        var sending = new Sending(draft with { SentTo = audience }, sender, TypeOf(draft), activity, clock.Now(), muted, SaidBy(draft, activity))
        {
            Held = filtered is null,
        };

        if (draft.Mode == NotificationMode.Ephemeral)
        {
            var passed = await (audience.Broadcast ? passing.BroadcastAsync(audience, sending, cancellationToken) : passing.SendAsync(audience, sending, cancellationToken));
            metrics.Sent(passed);

            return passed;
        }

        writer.RequireRoom();
        var crowd = draft.PublishAt is null && CrowdReader.MayBe(audience) ? await CrowdAsync(audience, cancellationToken) : null;
        var (stored, result) = await writer.WriteAsync(async (db, token) =>
        {
            var done = await outgoing.StoreAsync(db, audience, crowd, sending, token);
            await (within?.Invoke(db, done.Result, token) ?? Task.CompletedTask);

            return done;
        }, cancellationToken);
        announcer.Announce(stored);
        metrics.Sent(result);
        metrics.Accepted(result.FanOutId is null ? 0 : crowd!.Numbers.Count);
        Wake(draft, result);

        return result;
    }

    private async Task<Crowd?> CrowdAsync(Audience audience, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await crowds.ReadAsync(db, audience, cancellationToken);
    }

    private void Wake(NotificationDraft draft, SendResult result)
    {
        if (result.FanOutId is not null)
        {
            jobs.Wake(FanOutService.JobName);
        }

        if (result.MessageId is not null && (draft.PublishAt ?? draft.ExpiresAt) is { } due)
        {
            jobs.Wake(DueMessages.JobName, due);
        }
    }

    private string? TypeOf(NotificationDraft draft) => draft.Type ?? types.OfAction(draft.Action)?.Key;

    private string? SaidBy(NotificationDraft draft, ActivityEntry? activity) =>
        draft.Title ?? draft.Text ?? (draft.Action is { } action ? types.SentenceOf(action, draft.Actor?.Display, activity?.TargetName) : null);
}
