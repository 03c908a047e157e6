using System.Net;
using NotifyPortal.Api;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

[Rule("7.2")]
public sealed class SessionApiTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Path = "/api/v1/notifications";

    [Fact]
    public async Task A_stranger_s_browser_is_given_a_session_and_keeps_it()
    {
        using var first = portal.Client();
        using var response = await first.GetAsync("/api/v1/session");
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        using var again = portal.Client(("Cookie", cookie.Split(';')[0]));

        var id = (await Task.FromResult(response).JsonAsync()).Text("id");

        Assert.Matches("^np_session=[^;]+; max-age=34560000; path=/; samesite=lax; httponly$", cookie);
        Assert.StartsWith($"np_session={id}.", cookie, StringComparison.Ordinal);
        Assert.Equal(id, (await again.GetAsync("/api/v1/session").JsonAsync()).Text("id"));
    }

    [Fact]
    public async Task Another_site_s_page_is_refused()
    {
        using var first = portal.Client();
        using var response = await first.GetAsync("/api/v1/session");
        using var foreign = portal.Client(("Cookie", response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]), ("Origin", "https://evil.example"));

        await foreign.GetAsync("/api/v1/session").ProblemAsync(403);
    }

    [Fact]
    public async Task What_is_sent_to_a_session_is_created_there_and_over_when_it_is_resolved()
    {
        using var browser = portal.Client();
        var id = (await browser.GetAsync("/api/v1/session").JsonAsync()).Text("id");
        using var sender = await portal.WithKeyAsync(Scopes.NotificationsSend);
        using var other = portal.Client();
        var neighbour = (await other.GetAsync("/api/v1/session").JsonAsync()).Text("id");

        var answer = await sender.PostJsonAsync(Path, $$"""{"session": "{{id}}", "title": "Your order", "group": "order"}""").JsonAsync(HttpStatusCode.Created);

        Assert.Equal(1, answer.GetProperty("created").GetInt32());
        Assert.Equal("Your order", (await portal.App.Get<Inboxes>().OfSession(id).FindAsync(long.Parse(answer.Text("notificationId"), null)))!.Title);
        Assert.Equal(0, await Resolved($$"""{"session": "{{neighbour}}", "group": "order"}"""));
        Assert.Equal(1, await Resolved($$"""{"session": "{{id}}", "group": "order"}"""));
        Assert.Equal(0, await Resolved($$"""{"session": "{{id}}", "group": "order"}"""));

        async Task<int> Resolved(string body) => (await sender.PostJsonAsync($"{Path}/resolve", body).JsonAsync()).GetProperty("resolved").GetInt32();
    }

    [Fact]
    public async Task What_is_no_session_is_404()
    {
        using var sender = await portal.WithKeyAsync(Scopes.NotificationsSend);

        await sender.PostJsonAsync(Path, """{"session": "nobody", "title": "x"}""").ProblemAsync(404);
        await sender.PostJsonAsync($"{Path}/preview", """{"session": "nobody", "title": "x"}""").ProblemAsync(404);
        await sender.PostJsonAsync($"{Path}/resolve", """{"session": "nobody", "group": "x"}""").ProblemAsync(404);
        Assert.Equal(["session"], await sender.PostJsonAsync($"{Path}/resolve", """{"session": "s", "recipient": "alice@example.org", "group": "x"}""").FaultsAsync());
    }

    [Fact]
    [Rule("7.1")]
    public async Task A_broadcast_answers_with_its_id_on_the_wire()
    {
        using var sender = await portal.WithKeyAsync($"{Scopes.NotificationsSend} {Scopes.Admin}");

        var answer = await sender.PostJsonAsync(Path, """{"broadcast": true, "title": "Back in five", "except": ["bob@example.org"]}""").JsonAsync(HttpStatusCode.Created);

        Assert.Matches("^e[0-9]+$", answer.Text("messageId"));
        Assert.Equal((0, 0), (answer.GetProperty("created").GetInt32(), answer.GetProperty("skipped").GetInt32()));
    }
}
