using NotifyPortal.Notifications.Stream;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>A portal whose clock stands still until it is moved, timers and all.</summary>
public sealed class KeepaliveTests : IAsyncLifetime
{
    private readonly ManualClock clock = new();
    private readonly PortalApp app;
    private HttpClient client = default!;

    public KeepaliveTests() => app = new PortalApp { Clock = clock };

    public async ValueTask InitializeAsync()
    {
        var alice = await app.AddPersonAsync("alice");
        client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", await CookieFor.UserAsync(app, alice));
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();

        return app.DisposeAsync();
    }

    [Fact]
    public async Task A_comment_comes_every_twenty_seconds()
    {
        await using var stream = await EventStream.OpenAsync(client);
        await stream.BeforeAsync(e => e.Name == "unread", all: true);

        for (var i = 0; i < 3; i++)
        {
            for (var passed = TimeSpan.Zero; passed < StreamBeats.Keepalive; passed += StreamBeats.Step)
            {
                await Until.TrueAsync(() => clock.Waits(StreamBeats.Step), "the streams wait for their next sign of life");
                clock.Advance(StreamBeats.Step);
            }

            Assert.Equal((StreamEvent.CommentName, "keepalive"), await stream.NextAsync(all: true) is var beat ? (beat.Name, beat.Data) : default);
        }
    }
}
