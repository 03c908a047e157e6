using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Retention;
using NotifyPortal.Notifications.Topics;
using NotifyPortal.Tests.Support;
using static NotifyPortal.Tests.Notifications.StepResults;

namespace NotifyPortal.Tests.Notifications;

/// <summary>Random operations of several users and a browser session on the real store, restarted now and then, after each of which everything shown equals a model of a few lines. A failure prints its seed.</summary>
[Rule("P3")]
[Rule("P7")]
[Rule("P13")]
public sealed class StateMachineTests : PortalTest
{
    private static readonly NotificationDraft Hello = new() { Title = "t" };
    private static readonly string[] Types = ["posts", "posts.likes", "system"];

    /// <summary>One operation: which, whose, on what.</summary>
    public sealed record Step(int Operation, int Who, int Pick);

    private readonly Dictionary<string, InboxModel> models = [];
    private readonly Dictionary<string, long> watermarks = [];
    private readonly List<(string Owner, long Token, int Operation, DateTimeOffset At)> undoable = [];
    private readonly HashSet<(string Address, string Type)> muted = [];
    private readonly HashSet<string> subscribed = [];
    private readonly List<string> people = [];
    private string session = "";
    private bool on = true;
    private long lastPosition;
    private int round;

    [Fact]
    public void What_is_shown_is_what_was_done() =>
        Prop.ForAll(Steps, steps => RunAsync(steps).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(12).WithEndSize(60));

    private static Arbitrary<Step[]> Steps => Arb.Array((
        from operation in Gen.Choose(0, 24)
        from who in Gen.Choose(0, 3)
        from pick in Gen.Choose(0, 40)
        select new Step(operation, who, pick)).ToArbitrary());

    private async Task RunAsync(Step[] steps)
    {
        await BeginAsync();

        foreach (var step in steps)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await ApplyAsync(step, people[step.Who]);
            await CompareAsync();
        }
    }

    private async Task BeginAsync()
    {
        people.Clear();
        models.Clear();
        muted.Clear();
        subscribed.Clear();
        watermarks.Clear();
        undoable.Clear();
        on = true;
        await SwitchAsync(true);
        await QueryAsync(db => db.Set<Message>().ExecuteDeleteAsync());

        foreach (var name in new[] { "ann", "ben", "cat" })
        {
            people.Add((await AddUserAsync($"{name}{round}")).Id);
        }

        session = $"{round++:x32}";
        people.Add(RecipientAddress.OfSession(session));
        people.ForEach(who => models[who] = new InboxModel());
    }

    private Task ApplyAsync(Step step, string who)
    {
        var (model, inbox, now) = (models[who], InboxOf(who), Clock.GetUtcNow());
        var type = Types[step.Pick % Types.Length];
        var anyones = models[people[step.Pick % people.Count]].IdAt(step.Pick); // most of them somebody else's

        return step.Operation switch
        {
            0 => CreateAsync([who], Hello with { Type = type }),
            1 when step.Pick % 2 == 0 => CreateAsync([who], Hello with { Type = type, CollapseKey = $"key {step.Pick % 4}" }),
            1 => CreateAsync([who], Hello with { Type = type, Group = $"group {step.Pick % 3}" }),
            2 when step.Pick % 3 == 0 => CreateAsync(people, Hello with { Type = type, CollapseKey = "key 0" }, except: who),
            2 when step.Pick % 3 == 1 => CreateAsync(people, Hello with { Type = type, Group = "group 0" }),
            2 => CreateAsync([.. people, who], Hello with { Type = type }),
            3 => DoAsync(who, TokenOfAsync(inbox.MarkSeenAsync(anyones)), model.See(anyones, now)),
            4 => DoAsync(who, TokenOfAsync(inbox.MarkUnseenAsync(anyones)), model.Unsee(anyones)),
            5 => DoAsync(who, DismissAsync(inbox, anyones), model.Dismiss(anyones, now)),
            6 => DoAsync(who, TokenOfAsync(inbox.RestoreAsync(anyones)), model.Restore(anyones)),
            7 => LookAsync(who),
            8 => SameAsync(who, inbox.MarkAllSeenAsync(BulkSelection.Through(Watermark(who))), model.SeeAll(r => r.Position <= Watermark(who), now)),
            9 => SameAsync(who, inbox.DismissAllAsync(BulkSelection.Through(Watermark(who))), model.DismissAll(r => r.Position <= Watermark(who), now)),
            10 => SameAsync(who, inbox.MarkAllSeenAsync(BulkSelection.Of([anyones, model.IdAt(step.Pick)])), model.SeeAll(r => r.Id == anyones || r.Id == model.IdAt(step.Pick), now)),
            11 => SameAsync(who, inbox.DismissAllAsync(BulkSelection.Through(long.MaxValue, "posts")), model.DismissAll(r => r.Type.StartsWith("posts", StringComparison.Ordinal), now)),
            12 when step.Pick % 8 == 0 => SameAsync(who, inbox.DismissAllAsync(BulkSelection.All()), model.DismissAll(_ => true, now)),
            12 => SameAsync(who, inbox.MarkAllSeenAsync(BulkSelection.All()), model.SeeAll(_ => true, now)),
            13 or 14 when undoable.Count > 0 => UndoAsync(who, undoable[^(1 + (step.Pick % Math.Min(undoable.Count, 12)))]),
            15 when model.MessageAt(step.Pick) is { } message => RetractAsync(message),
            16 => ResolveAsync(step.Pick % 2 == 0 ? "key 0" : null, step.Pick % 2 == 0 ? null : "group 0", now),
            17 => PassAsync(who, step.Pick % 2 == 0 ? NotificationMode.Timeseries : NotificationMode.Ephemeral),
            18 => SwitchAsync(on = step.Pick % 3 != 0),
            19 when IsUser(who) => MuteAsync(who, type),
            20 when IsUser(who) => SubscribeAsync(who),
            21 => CreateAsync(step.Pick % 3 == 0 ? [who] : [], Hello with { Type = type }, topic: true),
            22 when step.Pick % 8 == 0 => RestartAsync(),
            23 when on => VisitAsync(step),
            24 when step.Pick % 4 == 0 => PruneAsync(),
            _ => CreateAsync([who], Hello with { Type = type }),
        };
    }

    private async Task CreateAsync(IReadOnlyList<string> whom, NotificationDraft draft, bool topic = false, params string[] except)
    {
        var meant = whom.Union(topic ? subscribed : []).Except(except).Where(who => !muted.Any(m => m.Address == who && IsWithin(draft.Type!, m.Type)));
        var audience = new Audience { Users = [.. whom.Where(IsUser)], Session = whom.All(IsUser) ? null : session, Topic = topic ? Topic : null };
        var result = await Notifications.SendAsync(audience with { Except = [.. except.Select(who => IsUser(who) ? who : session)] }, draft);
        Assert.Equal(on ? meant.Count() : 0, result.Created + result.Folded);
        var last = lastPosition;

        foreach (var outcome in result.Outcomes.Where(o => o.NotificationId is not null))
        {
            var who = outcome.Recipient == session ? RecipientAddress.OfSession(session) : outcome.Recipient!;
            var (model, id) = (models[who], outcome.NotificationId!.Value);
            var stored = (await InboxOf(who).FindAsync(id))!;
            Assert.True(stored.Position > last, "positions grow");
            lastPosition = Math.Max(lastPosition, stored.Position);

            if (model.Open(draft.CollapseKey) is { } open)
            {
                Assert.Equal((OutcomeKind.Folded, open.Id), (outcome.Kind, id));
                InboxModel.Fold(open, stored.Position, result.MessageId!.Value, draft.Type!);
            }
            else
            {
                Assert.Equal((OutcomeKind.Created, id), (outcome.Kind, stored.Position));
                model.Add(id, result.MessageId!.Value, draft.Type!, draft.Group, draft.CollapseKey);
            }
        }
    }

    private async Task PassAsync(string who, NotificationMode mode)
    {
        var result = await Notifications.SendAsync(IsUser(who) ? Audience.Of(who) : new Audience { Session = session }, Hello with { Mode = mode });
        Assert.Equal(on && mode == NotificationMode.Timeseries ? 1 : 0, result.Created);

        if (result.Created > 0)
        {
            models[who].Hide(result.Outcomes[0].NotificationId!.Value);
        }
    }

    private async Task LookAsync(string who)
    {
        watermarks[who] = (await InboxOf(who).ListAsync(new InboxQuery { Limit = 3 })).Page.Watermark;
        Assert.Equal(models[who].Watermark, watermarks[who]);
    }

    private long Watermark(string who) => watermarks.GetValueOrDefault(who);

    private async Task DoAsync(string who, Task<long?> operation, int expected)
    {
        var token = await operation;
        Assert.Equal(expected == 0, token is null);

        if (token is not null)
        {
            undoable.Add((who, token.Value, models[who].Operation, Clock.GetUtcNow()));
        }
    }

    private Task SameAsync(string who, Task<BulkChange> operation, int expected) => DoAsync(who, CountedAsync(operation, expected), expected);

    private async Task UndoAsync(string who, (string Owner, long Token, int Operation, DateTimeOffset At) last)
    {
        var may = last.Owner == who && Clock.GetUtcNow() - last.At <= TimeSpan.FromSeconds(10);
        Assert.Equal(may ? models[who].Undo(last.Operation) : null, await InboxOf(who).UndoAsync(last.Token));
    }

    private async Task RetractAsync(long message) =>
        Assert.Equal(models.Values.Sum(m => m.Retract(message)), await Notifications.RetractAsync(SenderRef.Portal, message));

    private async Task ResolveAsync(string? key, string? group, DateTimeOffset now) =>
        Assert.Equal(models.Values.Sum(m => m.Resolve(key, group, now)), await Notifications.ResolveAsync(SenderRef.Portal, key, group));

    private async Task MuteAsync(string who, string type)
    {
        var wanted = muted.Remove((who, type));
        Assert.True(wanted || muted.Add((who, type)));
        await App.Preferences().SetAsync(who, [new(type, wanted)]);
    }

    private async Task SubscribeAsync(string who)
    {
        var topics = App.Get<Topics>();
        Assert.True(subscribed.Remove(who) ? await topics.UnsubscribeAsync(who, Topic) : subscribed.Add(who) && await topics.SubscribeAsync(who, Topic));
        Assert.Equal(subscribed.Contains(who) ? [Topic] : [], await topics.ListAsync(who));
    }

    private async Task VisitAsync(Step step)
    {
        await App.VisitAsync($"guest{Clock.GetUtcNow().Ticks}", Hello with { Type = Types[step.Pick % Types.Length], CollapseKey = "key of a guest" }, step.Pick % 3 == 0);
        lastPosition = await QueryAsync(db => db.Set<Sequence>().Where(s => s.Name == Sequence.Positions).Select(s => s.Value).SingleAsync());
    }

    private async Task PruneAsync()
    {
        var result = await App.Get<RetentionService>().PruneAsync(days: 0);
        Assert.Equal(people.Where(IsUser).Sum(who => models[who].Clear()), result.Notifications);
    }

    private string Topic => $"topic of {session}";

    private Inbox InboxOf(string who) => IsUser(who) ? App.Get<Inboxes>().Of(who) : App.Get<Inboxes>().OfSession(session);

    private Task<ModuleState?> SwitchAsync(bool enabled) =>
        App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, enabled, new Actor(null, "Ada"));

    private async Task CompareAsync()
    {
        foreach (var who in people)
        {
            var (model, inbox) = (models[who], InboxOf(who));
            var everything = await inbox.ListAsync(new InboxQuery { Limit = 1000, Dismissed = DismissedFilter.Include });
            Assert.Equal(
                model.Newest.Select(r => (r.Id, r.Type, r.Occurrences, r.SeenAt, r.DismissedAt)),
                everything.Page.Items.Select(n => (n.Id, n.Type!, n.Occurrences, n.SeenAt, n.DismissedAt)));
            Assert.Equal((model.Unread, (long)model.Count), (everything.UnreadCount, everything.Page.Total));
            Assert.Equal(model.Inbox.Select(r => r.Id), (await inbox.ListAsync(new InboxQuery { Limit = 1000 })).Page.Items.Select(n => n.Id));
            Assert.Equal(model.Bell.Select(r => r.Id), (await inbox.RecentAsync()).Select(n => n.Id));
            Assert.Equal(model.Unread, await inbox.CountUnreadAsync());
        }

        var users = people.Where(IsUser).Select(who => models[who]).ToList();
        var totals = await App.Get<AdminStats>().TotalsAsync();
        Assert.Equal(
            (users.Sum(m => m.Count), users.Sum(m => m.Unread), users.Sum(m => m.Dismissed)),
            ((int)totals.Total, (int)totals.Unread, (int)totals.Dismissed));
        await App.AssertTalliesAsync();
    }
}
