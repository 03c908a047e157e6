using Microsoft.AspNetCore.Components;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications.Components;

/// <summary>A live component that deals with some notifications itself, the moment they arrive.</summary>
public abstract class NotificationComponentBase : LiveComponentBase
{
    private readonly List<IDisposable> handling = [];

    [Inject]
    private NotificationHandlers Handlers { get; set; } = default!;

    /// <summary>Calls the handler for each new notification to this page's user or browser with that event; call this in <c>OnInitialized</c>.</summary>
    /// <param name="event">The event the sender named; <see cref="NotificationView.GenericEvent"/> where it named none.</param>
    /// <param name="handler">Returns true when the page shows it in its own way: then it does not toast there.</param>
    protected void OnNotification(string @event, Func<NotificationView, bool> handler) => OnNotification(@event, item => Task.FromResult(handler(item)));

    /// <inheritdoc cref="OnNotification(string, Func{NotificationView, bool})"/>
    protected void OnNotification(string @event, Func<NotificationView, Task<bool>> handler) => handling.Add(Handlers.Add(@event, item => HandleAsync(item, handler)));

    protected override void Dispose(bool disposing)
    {
        handling.ForEach(registration => registration.Dispose());
        handling.Clear();
        base.Dispose(disposing);
    }

    // A handler that fails is its own component's trouble: everything else hears and toasts on.
    private async Task<bool> HandleAsync(NotificationView item, Func<NotificationView, Task<bool>> handler)
    {
        try
        {
            var handled = await handler(item);
            StateHasChanged();

            return handled;
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);

            return false;
        }
    }
}
