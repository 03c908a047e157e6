using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Api.Idempotency;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Notifications.Retention;
using NotifyPortal.Notifications.Scheduling;
using NotifyPortal.Notifications.Stream;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

/// <summary>What pages, API, streams and jobs ask of the store, as they really ask it.</summary>
internal sealed class StoreReads(PortalApp app, PortalUser alice, PortalUser bob, TestClock clock)
{
    /// <summary>What is read by whom, and the steps that may grow, with the reason, as SQLite names them.</summary>
    public static readonly Dictionary<string, (Func<StoreReads, Task> Run, string[] Allowed)> All = new(StringComparer.Ordinal)
    {
        ["badge"] = (t => t.Inbox.CountUnreadAsync(), []),
        ["badge by type"] = (t => t.Inbox.CountUnreadByTypeAsync(), []),
        ["bell"] = (t => t.Inbox.RecentAsync(), []),
        ["tabs"] = (t => t.Inbox.CountAsync(), []),
        ["item"] = (t => t.Inbox.FindAsync(1), []),
        ["items"] = (t => t.Inbox.FindManyAsync([1, 2]), []),
        ["seen"] = (t => t.Inbox.MarkSeenAsync(2), []),
        ["unseen"] = (t => t.Inbox.MarkUnseenAsync(1), []),
        ["dismissed"] = (t => t.Inbox.DismissAsync(2), []),
        ["group dismissed"] = (t => t.Inbox.DismissGroupAsync("g"), []),
        ["all seen"] = (t => t.Inbox.MarkAllSeenAsync(BulkSelection.Through(9, "posts")), []),
        ["all dismissed and back"] = (async t => await t.Inbox.UndoAsync((await t.Inbox.DismissAllAsync(BulkSelection.All())).UndoToken!.Value), []),
        ["overview: totals"] = (t => t.Stats.TotalsAsync(), []),
        ["overview: types"] = (t => t.Stats.ByTypeAsync(), []),
        ["overview: hours"] = (t => t.Stats.CreatedPerHourAsync(), []),
        ["overview: days"] = (t => t.Stats.CreatedPerDayAsync(), []),
        ["overview: ages"] = (t => t.Stats.UnreadByAgeAsync(), []),
        ["overview: latency"] = (t => t.Stats.LatencyAsync(), ["SCAN Notifications"]), // walks the seen ones by time, and stops at 500
        ["activity log"] = (t => t.App.Get<ActivityLog>().ListAsync(new ActivityQuery()), ["SCAN Activities"]), // its total is counted
        ["activities of an actor"] = (t => t.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Actor = "x" }), ["SCAN Activities"]), // by id, to the page's end
        ["activities of a time"] = (t => t.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Since = t.Clock.GetUtcNow() }), ["SCAN Activities"]), // likewise
        ["stream: opening"] = (t => t.OpenAsync(null), []),
        ["stream: replay since"] = (t => t.OpenAsync(t.Clock.GetUtcNow().AddHours(-1)), []),
        ["stream: changes"] = (t => t.App.Get<ChangeFeed>().ReadAsync([t.Alice.Id], t.After, counting: true), []),
        ["streams: changes"] = (t => Task.WhenAll(Enumerable.Range(0, 20).Select(_ => t.App.Get<ChangeFeed>().ReadAsync([t.Alice.Id], t.After, counting: true))), []),
        ["stream: rows"] = (t => t.App.Get<ChangeFeed>().FindAsync([t.Alice.Id], [3], default), []),
        ["due"] = (t => t.App.Get<DueMessages>().RunAsync(), []),
        // The walks end at the first young one; operations are of the last minutes; of recipients it goes through the sessions.
        ["retention"] = (t => t.App.Get<RetentionService>().PruneAsync(), ["SCAN Activities", "SCAN Notifications", "SCAN Operations", "SCAN Recipients"]),
        // By hand, seldom: whether a message would be left without rows only asking for each can tell.
        ["retention, dry"] = (t => t.App.Get<RetentionService>().PruneAsync(dryRun: true), ["SCAN Activities", "SCAN Notifications", "SCAN Messages"]),
        ["not delivered to me"] = (t => t.App.Get<SkippedNotifications>().OfUserAsync(t.Alice.Id), []),
        ["not delivered"] = (t => t.App.Get<SkippedNotifications>().ListAsync(new SkippedQuery()), ["SCAN Skips"]), // kept for a week; its total is counted
        ["not delivered to one"] = (t => t.App.Get<SkippedNotifications>().ListAsync(new SkippedQuery { Recipient = t.Alice.Id }), []),
        ["not delivered of one message"] = (t => t.App.Get<SkippedNotifications>().ListAsync(new SkippedQuery { MessageId = 1 }), []),
        ["sign-ins"] = (t => t.App.Get<SignInStore>().ListAsync(t.Alice.Id), ["SORT SignIns"]), // one's own
        ["sign-in"] = (async t => await t.App.Get<SignInStore>().FindAsync("x", fresh: true), []),
        ["other sign-ins ended"] = (t => t.App.Get<SignInStore>().EndOthersAsync(t.Alice.Id, "x"), []),
        ["accounts"] = (t => t.App.Get<AccountDirectory>().ResolveAsync([t.Alice.Id, t.Alice.Email!]), []),
        ["kept answer"] = (t => t.App.Get<KeptAnswers>().FindAsync("x", default), []),
        ["keeping an answer"] = (t => t.App.Get<KeptAnswers>().KeepAsync(new KeptAnswer { Scope = "x", Fingerprint = "x", Attempt = "x", At = t.Clock.GetUtcNow() }), []),
        ["keys"] = (t => t.App.Get<KeyService>().ListAsync(), []),
        ["preferences"] = (t => t.App.Preferences().ReadAsync(t.Alice.Id), []),
        ["what a mute would hide"] = (t => t.App.Preferences().HiddenByAsync(t.Alice.Id, "posts"), []),
        ["why"] = (t => t.App.Get<WhyService>().FindAsync(t.Alice.Id, 1), []),
        ["message's status"] = (t => t.Notifications.FindStatusAsync(SenderRef.Portal, 1), []),
        ["sending"] = (t => t.Notifications.CreateManyAsync([t.Alice.Id, t.Bob.Id], new NotificationDraft { Title = "x", Type = "posts" }), ["SORT Recipients"]), // those it is for
        ["folding"] = (t => t.Notifications.CreateAsync(t.Alice.Id, new NotificationDraft { Title = "x", CollapseKey = "k" }), ["SORT Recipients", "SORT Notifications"]), // likewise
        ["replacing"] = (t => t.Notifications.CreateAsync(t.Alice.Id, new NotificationDraft { Title = "x", Group = "g" }), ["SORT Recipients", "SORT Notifications"]), // likewise
        ["resolving"] = (t => t.Notifications.ResolveAsync(SenderRef.Portal, "k", null), ["SORT Messages"]), // the rows that are resolved
        ["retracting"] = (t => t.Notifications.RetractAsync(SenderRef.Portal, 1), ["SORT Notifications"]), // the rows that go
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<InboxStatus, DismissedFilter, InboxOrder, string?> InboxQueries => new MatrixTheoryData<InboxStatus, DismissedFilter, InboxOrder, string?>(
        Enum.GetValues<InboxStatus>(), Enum.GetValues<DismissedFilter>(), Enum.GetValues<InboxOrder>(), [null, "posts"]);

    /// <summary>Places an inbox is read from: its beginning, and both ways from either of its ranks.</summary>
    public static IReadOnlyList<PageCursor?> Cursors => [null, new(3, 0, false, 2, 9), new(3, 1, false, 2, 9), new(3, 0, true, 2, 9), new(3, 1, true, 2, 9)];

    /// <summary>The number a stream has heard up to.</summary>
    public long After { get; init; } = 3;

    public PortalApp App => app;

    public PortalUser Alice => alice;

    public PortalUser Bob => bob;

    public TestClock Clock => clock;

    public Inbox Inbox => app.Get<Inboxes>().Of(alice.Id);

    public AdminStats Stats => app.Get<AdminStats>();

    public NotificationService Notifications => app.Get<NotificationService>();

    private Task<StreamOpening> OpenAsync(DateTimeOffset? since) =>
        new StreamOpener(App.Get<DatabaseEpoch>(), App.Get<IDbContextFactory<PortalDbContext>>(), App.Get<NotificationPresenter>(), Clock)
            .ReadAsync(new StreamAudience(null, Alice.Id, _ => Task.FromResult(true)), new StreamRequest(since, null), default);
}
