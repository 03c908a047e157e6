using Bunit;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

/// <summary>What toasts in which mode, and for how long.</summary>
[Rule("6")]
public sealed class ToastModeTests : ToastTest
{
    private static readonly NotificationDraft Tick = new() { Title = "Tick", Mode = NotificationMode.Timeseries };
    private static readonly NotificationDraft Flash = new() { Title = "Flash", Mode = NotificationMode.Ephemeral };

    [Fact]
    public async Task A_timeseries_one_clears_after_eight_seconds_and_cannot_be_closed()
    {
        var toasts = Toasts();
        await SendAsync(Tick);
        Shows(toasts, "Tick");
        Assert.Empty(toasts.FindAll(".toast__close"));
        Assert.Equal("animation-duration: 8s", toasts.Find(".toast__time").GetAttribute("style"));

        Time.Advance(TimeSpan.FromSeconds(7.9));
        Shows(toasts, "Tick");
        Time.Advance(TimeSpan.FromSeconds(0.1));

        Shows(toasts);
    }

    [Fact]
    public async Task Ephemeral_ones_and_broadcasts_clear_after_five_seconds()
    {
        var toasts = Toasts();
        await SendAsync(Flash);
        Shows(toasts, "Flash");
        Time.Advance(TimeSpan.FromSeconds(5));
        Shows(toasts);

        await Notifications.BroadcastAsync(Flash with { Title = "To all" });
        Shows(toasts, "To all");
        Time.Advance(TimeSpan.FromSeconds(5));

        Shows(toasts);
    }

    [Fact]
    public async Task A_queued_one_stays_and_shows_no_countdown()
    {
        var toasts = Toasts();
        await SendAsync(Alice, "Stay");
        Shows(toasts, "Stay");

        Time.Advance(TimeSpan.FromHours(1));

        Shows(toasts, "Stay");
        Assert.Empty(toasts.FindAll(".toast__time"));
    }

    [Fact]
    [Rule("1.7")]
    public async Task A_critical_one_never_clears_by_itself_but_can_be_closed()
    {
        var toasts = Toasts();
        await SendAsync(Tick with { Severity = Severity.Critical });
        Shows(toasts, "Tick");

        Time.Advance(TimeSpan.FromHours(1));
        Shows(toasts, "Tick");
        await toasts.Find(".toast__close").ClickAsync(new());

        Shows(toasts);
    }

    [Theory]
    [InlineData("mouse")]
    [InlineData("focus")]
    public async Task The_countdown_stops_under_the_readers_hand_and_starts_again_after(string by)
    {
        var toasts = Toasts();
        await SendAsync(Flash);
        Shows(toasts, "Flash");

        await (by == "mouse" ? toasts.Find(".toast").MouseEnterAsync(new()) : toasts.Find(".toast").FocusInAsync(new()));
        Time.Advance(TimeSpan.FromMinutes(1));
        Shows(toasts, "Flash");
        await (by == "mouse" ? toasts.Find(".toast").MouseLeaveAsync(new()) : toasts.Find(".toast").FocusOutAsync(new()));
        Time.Advance(TimeSpan.FromSeconds(4.9));
        Shows(toasts, "Flash");
        Time.Advance(TimeSpan.FromSeconds(0.1));

        Shows(toasts);
    }

    [Fact]
    public async Task A_waiting_one_s_time_begins_when_it_is_shown()
    {
        var toasts = Toasts();
        await SendAsync(Flash with { Title = "1" });
        await SendAsync(Flash with { Title = "2" });
        await SendAsync(Alice, "3");
        await SendAsync(Flash with { Title = "4" });
        Shows(toasts, "1", "2", "3");

        Time.Advance(TimeSpan.FromSeconds(5));
        Shows(toasts, "3", "4");
        Time.Advance(TimeSpan.FromSeconds(5));

        Shows(toasts, "3");
    }

    [Fact]
    public async Task The_inbox_and_the_open_bell_keep_only_what_they_show_from_toasting()
    {
        var toasts = Toasts();
        Circuit.Services.GetService<Microsoft.AspNetCore.Components.NavigationManager>()!.NavigateTo("/notifications");
        Circuit.Services.GetService<BellState>()!.Open = true;
        await SendAsync(new NotificationDraft { Title = "In the list" });

        await SendAsync(Flash);

        Shows(toasts, "Flash");
    }

    [Fact]
    public async Task Others_toasts_show_nowhere_else()
    {
        var toasts = Toasts();
        await Notifications.SendAsync(Audience.Of(Bob.Id), Flash with { Title = "Bob's" });
        await Notifications.SendAsync(new Audience { Session = new string('f', 32) }, new NotificationDraft { Title = "Another browser's" });

        await SendAsync(Flash);

        Shows(toasts, "Flash");
    }

    [Fact]
    [Rule("7.2")]
    public async Task What_is_sent_to_the_browser_toasts_on_its_pages_and_is_seen_when_closed()
    {
        var toasts = Toasts();
        var result = await Notifications.SendAsync(new Audience { Session = Browser }, new NotificationDraft { Title = "Here" });
        Shows(toasts, "Here");

        await toasts.Find(".toast__close").ClickAsync(new());

        Shows(toasts);
        Assert.NotNull((await App.Get<Inboxes>().OfSession(Browser).FindAsync(result.Outcomes[0].NotificationId!.Value))!.SeenAt);
        Assert.Equal(0, await InboxOf(Alice).CountUnreadAsync());
    }
}
