namespace NotifyPortal.Notifications.Components;

/// <summary>What the components of a page do themselves with what arrives. One for each circuit; see <see cref="NotificationComponentBase"/>.</summary>
public sealed class NotificationHandlers
{
    private readonly List<Registration> registrations = [];

    internal IDisposable Add(string @event, Func<NotificationView, Task<bool>> handler)
    {
        var registration = new Registration(this, @event, handler);
        registrations.Add(registration);

        return registration;
    }

    /// <summary>Tells all who asked for it; true when one of them has dealt with it.</summary>
    internal async Task<bool> HandleAsync(NotificationView item)
    {
        var handled = false;

        foreach (var registration in registrations.Where(r => r.Event == item.EventName).ToList())
        {
            handled |= await registration.Handler(item);
        }

        return handled;
    }

    private sealed record Registration(NotificationHandlers Owner, string Event, Func<NotificationView, Task<bool>> Handler) : IDisposable
    {
        public void Dispose() => Owner.registrations.RemoveAll(r => ReferenceEquals(r, this));
    }
}
