using NotifyPortal.Live;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>What somebody says who can publish on the backplane, and knows any id: it has a stream look, and nothing is there.</summary>
[Rule("T28")]
public sealed class ForgedSignalTests(ApiPortal portal) : StreamTest(portal)
{
    [Theory]
    [InlineData(LiveEventKind.Created, null)]
    [InlineData(LiveEventKind.Updated, LiveEvent.Edited)]
    [InlineData(LiveEventKind.Dismissed, null)]
    [InlineData(LiveEventKind.Ephemeral, null)]
    [InlineData(LiveEventKind.Account, null)]
    [InlineData(LiveEventKind.Module, null)]
    [InlineData(LiveEventKind.Module, "invented")]
    [InlineData(LiveEventKind.Module, "notifications")]
    [InlineData(LiveEventKind.Settings, "invented")]
    public async Task It_shows_nothing(LiveEventKind kind, string? key)
    {
        var strange = await Portal.SendAsync(Portal.Bob);
        var stream = await LiveAsync();

        foreach (var topic in new[] { LiveTopic.User(Me.Id), LiveTopic.Everyone })
        {
            Portal.App.Get<NotificationBroker>().PublishHere(topic, new LiveEvent(kind, [strange, 0, long.MinValue, long.MaxValue], key));
        }

        var mark = await SendAsync();
        await HearsAsync(stream, $"new {mark}");
    }
}
