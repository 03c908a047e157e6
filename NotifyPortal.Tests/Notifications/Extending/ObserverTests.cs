using Microsoft.Extensions.Logging.Abstractions;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Extending;
using NotifyPortal.Tests.Support;
using NotifyPortal.Tests.ThirdParty;

namespace NotifyPortal.Tests.Notifications.Extending;

/// <summary>Beside the observer that listens stand one that throws and one that never ends.</summary>
[Rule("13.2")]
public sealed class ObserverTests : ShopTest
{
    [Fact]
    public async Task It_hears_what_was_sent_to_whom()
    {
        await Notifications.CreateManyAsync([Alice.Id, Bob.Id, "nobody"], new NotificationDraft { Title = "Hello" });
        await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Flash", Mode = NotificationMode.Ephemeral });
        await Notifications.BroadcastAsync(new NotificationDraft { Title = "All" });

        await HeardAsync($"sent Hello to User {string.Join(' ', new[] { Alice.Id, Bob.Id }.Order(StringComparer.Ordinal))}");
        await HeardAsync($"sent Flash to User {Alice.Id}");
        await HeardAsync("sent All to Broadcast");
    }

    [Fact]
    public async Task It_hears_what_was_dismissed_whichever_way()
    {
        var draft = new NotificationDraft { Title = "Deploy", CollapseKey = "deploy" };
        var deploy = (await Notifications.CreateAsync(Bob.Id, draft)).NotificationId!.Value;
        var ids = await SendManyAsync(Alice, 3);

        await InboxOf(Alice).DismissAsync(ids[0]);
        await InboxOf(Alice).DismissAllAsync(BulkSelection.All());
        var restored = await InboxOf(Alice).RestoreAsync(ids[1]);
        await InboxOf(Alice).UndoAsync(restored!.UndoToken!.Value);
        await Notifications.ResolveAsync(new SenderRef(Message.Portal, false), collapseKey: "deploy");

        await HeardAsync($"dismissed {deploy} of {Bob.Id}");
        Assert.Equal(
            [$"dismissed {ids[0]} of {Alice.Id}", $"dismissed {ids[1]} {ids[2]} of {Alice.Id}", $"dismissed {ids[1]} of {Alice.Id}", $"dismissed {deploy} of {Bob.Id}"],
            Ledger.Heard.Where(line => line.StartsWith("dismissed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_hears_nothing_of_what_was_held_back_or_changed_nothing()
    {
        var id = await SendAsync(Alice, "First");
        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "secret" });
        await Notifications.CreateAsync("nobody", new NotificationDraft { Title = "Nobody" });
        await InboxOf(Alice).MarkSeenAsync(id);
        await InboxOf(Alice).DismissAsync(id);
        await InboxOf(Alice).DismissAsync(id);
        await InboxOf(Bob).DismissAllAsync(BulkSelection.All());
        await SendAsync(Alice, "Last");

        await HeardAsync($"sent Last to User {Alice.Id}");
        Assert.Equal([$"sent First to User {Alice.Id}", $"dismissed {id} of {Alice.Id}", $"sent Last to User {Alice.Id}"], Ledger.Heard);
    }

    [Fact]
    public async Task It_is_told_after_the_pages()
    {
        using var page = Listen(Alice);

        await SendAsync(Alice, "Hello");

        Assert.NotEmpty(await page.HeardAsync());
        await HeardAsync($"sent Hello to User {Alice.Id}");
    }

    [Fact]
    public async Task A_full_queue_holds_nobody_up_and_loses_the_rest()
    {
        var ledger = new Ledger();
        var queue = new ObserverQueue(new Bookkeeper(ledger), 2, NullLogger.Instance);

        for (var i = 1; i <= 5; i++)
        {
            var id = i;
            queue.Add((observer, token) => observer.DismissedAsync([id], "r", token));
        }

        using var stop = new CancellationTokenSource();
        var running = queue.RunAsync(stop.Token);
        await Until.TrueAsync(() => ledger.Heard.Count == 2, "what fitted is told");
        queue.Add((observer, token) => observer.DismissedAsync([6], "r", token));
        await Until.TrueAsync(() => ledger.Heard.Count == 3, "there is room again");
        Assert.Equal(["dismissed 1 of r", "dismissed 2 of r", "dismissed 6 of r"], ledger.Heard);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task One_that_fails_while_the_portal_stops_is_passed_over()
    {
        var queue = new ObserverQueue(new Bookkeeper(new Ledger()), 1, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var told = new TaskCompletionSource();
        queue.Add(async (_, token) =>
        {
            told.SetResult();
            await Task.Delay(Timeout.Infinite, token).ContinueWith(static _ => { }, TaskScheduler.Default);

            throw new InvalidOperationException("closed under its hands");
        });
        var running = queue.RunAsync(stop.Token);
        await told.Task;

        await stop.CancelAsync();

        await running;
    }
}
