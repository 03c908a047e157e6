using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>Who is told, and what beside the rows.</summary>
[Rule("5")]
public sealed class StreamAudienceTests(ApiPortal portal) : StreamTest(portal)
{
    [Fact]
    public async Task An_ephemeral_one_is_told_once_and_never_replayed()
    {
        var (session, client) = await BrowserAsync(signedIn: true);
        var stream = await LiveAsync(client: client);

        await Notifications.SendAsync(new Audience { Users = [Me.Id], Session = session }, new NotificationDraft { Title = "Flash", Mode = NotificationMode.Ephemeral });
        var mark = await SendAsync();

        var told = await stream.NextAsync();
        Assert.Equal(("Flash", "ephemeral"), (told.Title, told.Json.Text("mode")));
        Assert.StartsWith("e", told.Json.Text("id"), StringComparison.Ordinal);
        await HearsAsync(stream, $"new {mark}");
        Assert.Equal([$"new {mark}"], Said(await (await OpenAsync(client: client)).BeforeSyncAsync()));
        client.Dispose();
    }

    [Fact]
    [Rule("7.2")]
    public async Task A_stream_serves_the_session_and_its_user_and_nobody_else()
    {
        var (session, client) = await BrowserAsync(signedIn: true);
        var (other, elsewhere) = await BrowserAsync();
        var (mine, theirs) = (await LiveAsync(client: client), await LiveAsync(client: elsewhere));

        var toUser = await SendAsync();
        var toSession = await ToSessionAsync(session);
        var toOther = await ToSessionAsync(other);

        await HearsAsync(mine, $"new {toUser}", $"new {toSession}");
        await HearsAsync(theirs, $"new {toOther}");
        Assert.Equal([$"new {toUser}", $"new {toSession}"], Said(await (await OpenAsync(client: client)).BeforeSyncAsync()));
        client.Dispose();
        elsewhere.Dispose();
    }

    [Fact]
    public async Task Others_hear_nothing()
    {
        using var bobsKey = await Portal.WithKeyAsync("inbox:read", Portal.Bob);
        var bobs = await LiveAsync(client: bobsKey);

        var id = await SendAsync();
        await Inbox.DismissAsync(id);
        var mark = (await Notifications.CreateAsync(Portal.Bob.Id, new NotificationDraft { Title = "Mark" })).NotificationId;

        await HearsAsync(bobs, $"new {mark}");
    }

    [Fact]
    public async Task The_badge_s_number_is_told_at_first_and_whenever_it_changes()
    {
        var id = await SendAsync();
        var stream = await OpenAsync();
        await stream.BeforeAsync(e => e.Name == "unread" && e.Data == """{"count":1}""", all: true);

        await Inbox.MarkSeenAsync(id);

        await stream.BeforeAsync(e => e.Name == "unread" && e.Data == """{"count":0}""", all: true);
    }

    [Fact]
    [Rule("10.2")]
    public async Task A_switched_module_is_told_and_the_stream_goes_on()
    {
        var stream = await LiveAsync();
        var modules = Portal.App.Get<ModuleService>();

        try
        {
            await modules.SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "Ada"));
            Assert.Equal(("module", """{"key":"notifications","enabled":false}"""), await stream.NextAsync() is var off ? (off.Name, off.Data) : default);
            Assert.Equal("module", (await (await OpenAsync()).NextAsync()).Name);
        }
        finally
        {
            await modules.SetEnabledAsync(NotificationService.ModuleKey, true, new Actor(null, "Ada"));
        }

        Assert.Equal("""{"key":"notifications","enabled":true}""", (await stream.NextAsync()).Data);
        var id = await SendAsync();
        await HearsAsync(stream, $"new {id}");
    }

    [Fact]
    public async Task Whatever_signals_are_doubled_or_lost_each_thing_is_told_once()
    {
        var stream = await LiveAsync();
        var broker = Portal.App.Get<NotificationBroker>();
        var id = await SendAsync();

        for (var i = 0; i < 300; i++)
        {
            broker.Publish(LiveTopic.User(Me.Id), LiveEvent.Of(LiveEventKind.Created, id));
            broker.Publish(LiveTopic.User(Me.Id), LiveEvent.Resync);
        }

        var mark = await SendAsync();
        await HearsAsync(stream, $"new {id}", $"new {mark}");
    }

    private async Task<long> ToSessionAsync(string session) =>
        (await Notifications.SendAsync(new Audience { Session = session }, new NotificationDraft { Title = "Here" })).Outcomes[0].NotificationId!.Value;
}
