using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

/// <summary>A page of Alice's with its toasts; its time goes only when it is moved.</summary>
public abstract class ToastTest : PageTest
{
    protected const string Browser = "00112233445566778899aabbccddeeff";

    protected ManualClock Time { get; } = new();

    protected BunitContext Circuit { get; private set; } = default!;

    protected IRenderedComponent<Toasts> Toasts()
    {
        Circuit = CircuitOf(Alice);
        Circuit.Services.GetService<PageSession>()!.Id = Browser;

        return Circuit.Render<Toasts>();
    }

    protected override void Prepare(BunitContext circuit) => circuit.Services.AddSingleton<TimeProvider>(Time);

    protected static IReadOnlyList<string> Titles(IRenderedComponent<Toasts> toasts) => [.. toasts.FindAll(".toast .text__headline").Select(t => t.TextContent.Trim())];

    protected static void Shows(IRenderedComponent<Toasts> toasts, params string[] titles) => toasts.WaitForAssertion(() => Assert.Equal(titles, Titles(toasts)));

    protected Task<SendResult> SendAsync(NotificationDraft draft) => Notifications.SendAsync(Audience.Of(Alice.Id), draft);
}
