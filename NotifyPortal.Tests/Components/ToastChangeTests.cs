using Bunit;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Tests.Support;
using NotifyPortal.Ui;

namespace NotifyPortal.Tests.Components;

/// <summary>How toasts follow what happens to what they say.</summary>
public sealed class ToastChangeTests : ToastTest
{
    [Fact]
    [Rule("3.5")]
    public async Task The_same_group_changes_the_toast_in_its_place()
    {
        var toasts = Toasts();
        await SendAsync(new NotificationDraft { Title = "10 %", Group = "build" });
        await SendAsync(Alice, "Other");
        Shows(toasts, "10 %", "Other");

        await SendAsync(new NotificationDraft { Title = "20 %", Group = "build" });
        Shows(toasts, "20 %", "Other");
        await SendAsync(new NotificationDraft { Title = "done", Group = "build", Mode = NotificationMode.Ephemeral });

        Shows(toasts, "done", "Other");
    }

    [Fact]
    [Rule("3.4")]
    public async Task A_fold_changes_a_visible_toast_and_brings_none()
    {
        await SendAsync(new NotificationDraft { Title = "Unseen", CollapseKey = "old" });
        var toasts = Toasts();
        await SendAsync(new NotificationDraft { Title = "1", CollapseKey = "k" });
        Shows(toasts, "1");

        await SendAsync(new NotificationDraft { Title = "Still unseen", CollapseKey = "old" });
        await SendAsync(new NotificationDraft { Title = "2", CollapseKey = "k" });

        Shows(toasts, "2");
    }

    [Fact]
    [Rule("3.7")]
    public async Task An_edit_changes_it_and_a_retraction_takes_it_away()
    {
        var toasts = Toasts();
        var id = (await SendAsync(new NotificationDraft { Title = "Tpyo", Mode = NotificationMode.Timeseries })).MessageId!.Value;
        Shows(toasts, "Tpyo");

        await Notifications.EditAsync(SenderRef.Portal, id, new MessageEdit { Title = "Typo" });
        Shows(toasts, "Typo");
        await Notifications.RetractAsync(SenderRef.Portal, id);

        Shows(toasts);
    }

    [Fact]
    public async Task N_more_shrinks_when_those_are_seen_elsewhere()
    {
        var toasts = Toasts();
        var ids = await SendManyAsync(Alice, 11);
        toasts.WaitForAssertion(() => Assert.Equal("3 more", toasts.Find(".toasts__more").TextContent.Trim()));

        await InboxOf(Alice).MarkSeenAsync(ids[^1]);
        toasts.WaitForAssertion(() => Assert.Equal("2 more", toasts.Find(".toasts__more").TextContent.Trim()));
        await InboxOf(Alice).MarkAllSeenAsync(BulkSelection.All());

        Shows(toasts);
        toasts.WaitForAssertion(() => Assert.Empty(toasts.FindAll(".toasts__more")));
    }

    [Fact]
    public async Task On_a_small_screen_two_are_shown()
    {
        var toasts = Toasts();
        await toasts.Find(".toasts").TriggerEventAsync("ontoastsroom", new ToastsRoomEventArgs { Narrow = true });

        await SendManyAsync(Alice, 3);

        Shows(toasts, "Number 1", "Number 2");
    }

    [Fact]
    [Rule("13.3")]
    public async Task A_page_that_shows_an_event_itself_sees_no_toast_of_it()
    {
        var toasts = Toasts();
        var page = Circuit.Render<Progress>();

        await SendAsync(new NotificationDraft { Title = "10 %", Event = "build.progress" });
        await SendAsync(new NotificationDraft { Title = "Flash", Event = "build.progress", Mode = NotificationMode.Ephemeral });
        await SendAsync(new NotificationDraft { Title = "Looked at", Event = "build.looked-at" });
        await SendAsync(Alice, "Plain");

        Shows(toasts, "Looked at", "Plain");
        Assert.Equal(["10 %", "Flash", "Looked at"], page.Instance.Heard);
    }

    [Fact]
    [Rule("13.3")]
    public async Task A_page_that_has_gone_handles_nothing()
    {
        var toasts = Toasts();
        Circuit.Render<Progress>();
        await Circuit.DisposeComponentsAsync();
        toasts = Circuit.Render<Toasts>();

        await SendAsync(new NotificationDraft { Title = "10 %", Event = "build.progress" });

        Shows(toasts, "10 %");
    }

    private sealed class Progress : NotificationComponentBase
    {
        public List<string> Heard { get; } = [];

        protected override void OnInitialized()
        {
            OnNotification("build.progress", item =>
            {
                Heard.Add(item.Headline);

                return true;
            });
            OnNotification("build.looked-at", async item =>
            {
                await Task.Yield();
                Heard.Add(item.Headline);

                return false;
            });
        }

        protected override Task LoadAsync(IReadOnlyList<LiveEvent> signals, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
