using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary><c>DELETE /notifications/…</c>: what a page does when a toast is closed.</summary>
public sealed class DismissTests(ApiPortal portal) : StreamTest(portal)
{
    [Fact]
    public async Task Dismissing_is_told_once_and_may_be_repeated()
    {
        var id = await SendAsync();
        var stream = await LiveAsync();

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal($$"""{"dismissed":"{{id}}"}""", await DeleteAsync($"/notifications/{id}"));
        }

        var mark = await SendAsync();
        Assert.Equal([$"dismissed {id}", $"new {mark}"], Said([await stream.NextAsync(), await stream.NextAsync()]));
        Assert.NotNull((await Inbox.FindAsync(id))!.DismissedAt);
    }

    [Fact]
    public async Task What_is_not_there_or_not_mine_is_not_found()
    {
        var bobs = (await Notifications.CreateAsync(Portal.Bob.Id, new NotificationDraft { Title = "x", Group = "bobs" })).NotificationId;
        await SendAsync(new NotificationDraft { Title = "1", Group = "g" });
        var replaced = (await Inbox.ListAsync(new InboxQuery())).Page.Items[0].Id;
        await SendAsync(new NotificationDraft { Title = "2", Group = "g" });
        var ephemeral = (await Notifications.SendAsync(Audience.Of(Me.Id), new NotificationDraft { Title = "x", Mode = NotificationMode.Ephemeral })).EphemeralId;

        foreach (var path in new[] { $"{bobs}", $"{replaced}", $"{ephemeral}", $"e{ephemeral}", "stream", "0", "-1", "99999999999999999999", "group/bobs", "group/none" })
        {
            Assert.Equal("""{"error":"not found"}""", await DeleteAsync($"/notifications/{path}", 404));
        }

        Assert.Null((await Portal.InboxOf(Portal.Bob).FindAsync(bobs!.Value))!.DismissedAt);
    }

    [Fact]
    public async Task A_timeseries_row_is_not_dismissible_by_id_or_group()
    {
        var id = await SendAsync(new NotificationDraft { Title = "x", Mode = NotificationMode.Timeseries, Group = "ticks" });

        Assert.Equal("""{"error":"notification is not dismissible"}""", await DeleteAsync($"/notifications/{id}", 409));
        Assert.Equal("""{"error":"notification is not dismissible"}""", await DeleteAsync("/notifications/group/ticks", 409));
    }

    [Theory]
    [Rule("3.9")]
    [InlineData("build", "build")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a/b", "a/b")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("ü + ?#&", "%C3%BC%20%2B%20%3F%23%26")]
    public async Task A_group_is_dismissed_whatever_is_in_its_name(string group, string path)
    {
        var ids = new[]
        {
            (await Notifications.SendAsync(Audience.Of(Me.Id), new NotificationDraft { Title = "1", Group = group }, "One")).Outcomes[0].NotificationId,
            (await Notifications.SendAsync(Audience.Of(Me.Id), new NotificationDraft { Title = "2", Group = group }, "Two")).Outcomes[0].NotificationId,
        };
        var stream = await LiveAsync();

        var answer = System.Text.Json.JsonElement.Parse(await DeleteAsync($"/notifications/group/{path}"));

        Assert.Equal(group, answer.Text("dismissed_group"));
        Assert.Equal(ids.Select(id => $"dismissed {id}"), Said([await stream.NextAsync(), await stream.NextAsync()]));
    }

    [Fact]
    [Rule("7.2")]
    public async Task A_browser_dismisses_what_was_sent_to_it_and_another_does_not()
    {
        var (session, client) = await BrowserAsync();
        var (_, elsewhere) = await BrowserAsync(signedIn: true);
        var id = (await Notifications.SendAsync(new Audience { Session = session }, new NotificationDraft { Title = "Here" })).Outcomes[0].NotificationId;

        using var refused = await elsewhere.DeleteAsync($"/notifications/{id}");
        using var done = await client.DeleteAsync($"/notifications/{id}");

        Assert.Equal((404, 200), ((int)refused.StatusCode, (int)done.StatusCode));
        client.Dispose();
        elsewhere.Dispose();
    }

    [Theory]
    [InlineData(null, null, 403)]
    [InlineData("https://evil.example", "cross-site", 403)]
    [InlineData("own", null, 200)]
    public async Task Only_the_portal_s_own_pages_dismiss_with_a_cookie(string? origin, string? site, int status)
    {
        var id = await SendAsync();
        using var client = Portal.Client(("Cookie", await CookieFor.UserAsync(Portal.App, Me)));
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/notifications/{id}");

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin == "own" ? Portal.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        if (site is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        }

        using var response = await client.SendAsync(request);

        Assert.Equal((status, status == 200), ((int)response.StatusCode, (await Inbox.FindAsync(id))!.DismissedAt is not null));
    }

    [Fact]
    public async Task Reading_alone_does_not_let_a_key_dismiss()
    {
        using var reader = await Portal.WithKeyAsync(ApiPortal.AllBut("inbox:write"), Me);
        using var nobody = Portal.Client(("Authorization", "Bearer np_wrong"));
        var id = await SendAsync();

        await reader.DeleteAsync($"/notifications/{id}").ProblemAsync(403);
        await nobody.DeleteAsync($"/notifications/{id}").ProblemAsync(401);
        await nobody.DeleteAsync("/notifications/group/g").ProblemAsync(401);
    }

    private async Task<string> DeleteAsync(string path, int status = 200)
    {
        using var response = await Key.DeleteAsync(path);
        Assert.Equal(status, (int)response.StatusCode);

        return await response.Content.ReadAsStringAsync();
    }
}
