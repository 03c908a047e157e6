using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Tests.Support;
using NotifyPortal.Ui;

namespace NotifyPortal.Tests.Components;

public sealed class ToastsTests : PageTest
{
    [Fact]
    public async Task What_arrives_toasts_and_stays_until_it_is_dealt_with()
    {
        var toasts = Toasts(out _);

        await SendAsync(Alice, "Hello");

        toasts.WaitForAssertion(() => Assert.Equal("Hello", toasts.Find(".toast .text__headline").TextContent.Trim()));
    }

    [Fact]
    public async Task What_was_there_before_does_not_toast()
    {
        await SendAsync(Alice, "Old");
        var toasts = Toasts(out _);

        await SendAsync(Alice, "New");

        toasts.WaitForAssertion(() => Assert.Equal(["New"], Titles(toasts)));
    }

    [Fact]
    public async Task Closing_marks_it_seen_and_leaves_it_in_the_inbox()
    {
        var toasts = Toasts(out _);
        var id = await SendAsync(Alice);
        toasts.WaitForAssertion(() => Assert.Single(toasts.AllById("toast")));

        await toasts.Find(".toast__close").ClickAsync(new());

        Assert.Empty(toasts.AllById("toast"));
        var item = await InboxOf(Alice).FindAsync(id);
        Assert.NotNull(item!.SeenAt);
        Assert.Null(item.DismissedAt);
    }

    [Fact]
    public async Task Seen_elsewhere_it_leaves()
    {
        var toasts = Toasts(out _);
        var id = await SendAsync(Alice);
        toasts.WaitForAssertion(() => Assert.Single(toasts.AllById("toast")));

        await InboxOf(Alice).MarkSeenAsync(id);

        toasts.WaitForAssertion(() => Assert.Empty(toasts.AllById("toast")));
    }

    [Fact]
    public async Task Three_are_shown_five_wait_and_the_rest_is_a_number()
    {
        var toasts = Toasts(out _);

        await SendManyAsync(Alice, 10);

        toasts.WaitForAssertion(() => Assert.Equal("2 more", toasts.Find(".toasts__more").TextContent.Trim()));
        Assert.Equal(["Number 1", "Number 2", "Number 3"], Titles(toasts));
    }

    [Fact]
    public async Task While_the_bell_is_open_nothing_toasts()
    {
        var toasts = Toasts(out var bell);
        bell.Open = true;
        var before = toasts.RenderCount;
        await SendAsync(Alice, "In the panel");
        await Until.TrueAsync(() => toasts.RenderCount > before, "the toasts have heard of it");

        bell.Open = false;
        await SendAsync(Alice, "After");

        toasts.WaitForAssertion(() => Assert.Equal(["After"], Titles(toasts)));
    }

    [Fact]
    public async Task What_another_tab_shows_is_taken_back()
    {
        var toasts = Toasts(out _);
        await SendManyAsync(Alice, 2);
        toasts.WaitForAssertion(() => Assert.Equal(["Number 1", "Number 2"], Titles(toasts)));
        var arrived = toasts.AllById("toast").Select(t => long.Parse(t.GetAttribute("data-id")!, CultureInfo.InvariantCulture)).ToList();

        await toasts.Find(".toasts").TriggerEventAsync("ontoastslost", new ToastsLostEventArgs { Ids = [arrived[0]] });

        Assert.Equal(["Number 2"], Titles(toasts));
    }

    [Fact]
    public async Task Only_critical_ones_interrupt_a_screen_reader()
    {
        var toasts = Toasts(out _);

        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "Fire", Severity = Severity.Critical });
        await SendAsync(Alice, "Cake");

        toasts.WaitForAssertion(() => Assert.Equal(["alert", "status"], toasts.AllById("toast").Select(t => t.GetAttribute("role"))));
    }

    // Where the draws are counted, nothing else draws.
    protected override void Extend(IServiceCollection services) => LeaveOutWatch(services);

    private IRenderedComponent<Toasts> Toasts(out BellState bell)
    {
        var circuit = CircuitOf(Alice);
        bell = circuit.Services.GetService<BellState>()!;

        return circuit.Render<Toasts>();
    }

    private static IEnumerable<string> Titles(IRenderedComponent<Toasts> toasts) =>
        toasts.FindAll(".toast .text__headline").Select(t => t.TextContent);
}
