using NotifyPortal.Live;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live.Backplanes;

internal static class RoundTrip
{
    /// <summary>Returns when the other broker has heard what was published here until now: a backplane keeps one replica's order.</summary>
    public static async Task AnsweredAsync(this NotificationBroker broker, NotificationBroker other)
    {
        var mark = new LiveTopic($"mark:{Guid.NewGuid()}");
        using var page = new Listener(other, mark);
        broker.Publish(mark, LiveEvent.Of(LiveEventKind.Activity));

        while ((await page.NextAsync()).All(e => e.Kind != LiveEventKind.Activity))
        {
        }
    }
}
