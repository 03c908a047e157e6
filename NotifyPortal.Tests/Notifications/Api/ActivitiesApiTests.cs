using System.Net;
using System.Text.Json;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

public sealed class ActivitiesApiTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Fact]
    public async Task Whom_it_was_done_to_is_told()
    {
        var answer = await RecordAsync("""
            {"action": "post.commented", "module": "blog", "origin": "script", "actor": "bob@example.org", "target": "alice@example.org",
             "resource": {"type": "post", "id": "7"}, "metadata": {"deep": [1, {"x": null}]}, "occurredAt": "2026-01-01T01:00:00.1234567+02:00"}
            """, "Blog");

        var outcome = Assert.Single(answer.GetProperty("outcomes").EnumerateArray());
        Assert.Equal("alice@example.org", outcome.Text("recipient"));
        Assert.Equal("created", outcome.Text("outcome"));
        using var alice = await portal.WithKeyAsync(Scopes.InboxRead, portal.Alice);
        var item = await alice.GetAsync($"/api/v1/inbox/{outcome.Text("notificationId")}").JsonAsync();
        Assert.Equal("posts.comments", item.Text("type"));
        Assert.Equal("Bob via Blog", item.GetProperty("actor").Text("name"));
        Assert.Equal(portal.Bob.Id, item.GetProperty("actor").Text("id"));
        Assert.Equal("{\"deep\":[1,{\"x\":null}]}", item.GetProperty("metadata").GetRawText());
        Assert.Equal(
            $$"""{"id":"{{answer.Text("id")}}","module":"blog","resource":{"type":"post","id":"7"},"occurredAt":"2025-12-31T23:00:00.123456Z"}""",
            item.GetProperty("activity").GetRawText());
    }

    [Theory]
    [InlineData("\"octocat\"", "octocat via GitHub")]
    [InlineData("{\"name\": \"alice@example.org\"}", "alice@example.org via GitHub")]
    public async Task An_actor_without_an_account_is_text_and_never_stands_alone(string actor, string shown)
    {
        using var client = portal.Client(("Authorization", $"Bearer {await GitHubAsync()}"));
        var answer = await client.PostJsonAsync("/api/v1/activities", $$"""{"action": "a.b", "target": "{{portal.Alice.Id}}", "actor": {{actor}}}""").JsonAsync(HttpStatusCode.Accepted);

        var view = await portal.InboxOf(portal.Alice).FindAsync(long.Parse(answer.GetProperty("outcomes")[0].Text("notificationId"), null));

        Assert.Null(view!.Actor!.Id);
        Assert.Equal(shown, view.Actor.Display);
    }

    [Fact]
    public async Task What_is_to_be_read_can_be_given()
    {
        var answer = await RecordAsync("""
            {"action": "post.liked", "target": "alice@example.org",
             "notification": {"title": "T", "text": "X", "icon": "bolt", "link": "/posts/1", "severity": "critical", "event": "mine"}}
            """);

        var view = await portal.InboxOf(portal.Alice).FindAsync(long.Parse(answer.GetProperty("outcomes")[0].Text("notificationId"), null));

        Assert.Equal(("T", "X", "bolt", "/posts/1", Severity.Critical, "mine"), (view!.Title, view.Text, view.Icon, view.Link, view.Severity, view.Event));
    }

    [Theory]
    [InlineData("{\"action\":\"a\"}", "[{\"recipient\":null,\"outcome\":\"skipped\",\"reason\":\"noTarget\"}]")]
    [InlineData("{\"action\":\"a\",\"target\":\" \"}", "[{\"recipient\":null,\"outcome\":\"skipped\",\"reason\":\"noTarget\"}]")]
    [InlineData("{\"action\":\"a\",\"target\":\"ghost@example.org\"}", "[{\"recipient\":\"ghost@example.org\",\"outcome\":\"skipped\",\"reason\":\"unknownRecipient\"}]")]
    [InlineData("{\"action\":\"a\",\"target\":\"bob@example.org\",\"recipients\":[\"ghost\"]}", "[{\"recipient\":\"ghost\",\"outcome\":\"skipped\",\"reason\":\"unknownRecipient\"}]")]
    [InlineData("{\"action\":\"a\",\"actor\":\"alice@example.org\",\"target\":\"ALICE@example.org\"}", "[{\"recipient\":\"ALICE@example.org\",\"outcome\":\"skipped\",\"reason\":\"selfAction\"}]")]
    public async Task Who_is_not_told_is_named_with_the_reason(string body, string outcomes) =>
        Assert.Equal(outcomes, (await RecordAsync(body)).GetProperty("outcomes").GetRawText());

    [Fact]
    public async Task Named_recipients_are_told_instead_of_the_target()
    {
        var answer = await RecordAsync("""{"action": "a", "target": "alice@example.org", "recipients": ["bob@example.org", "root@example.org"]}""");

        Assert.Equal(
            ["bob@example.org created", "root@example.org created"],
            answer.GetProperty("outcomes").EnumerateArray().Select(o => $"{o.Text("recipient")} {o.Text("outcome")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task While_the_module_is_off_the_activity_is_kept_and_nobody_is_told()
    {
        var modules = portal.App.Get<ModuleService>();
        await modules.SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "test"));

        try
        {
            var answer = await RecordAsync("""{"action": "a", "target": "alice@example.org"}""");

            Assert.NotEmpty(answer.Text("id"));
            Assert.Equal("[{\"recipient\":\"alice@example.org\",\"outcome\":\"skipped\",\"reason\":\"moduleOff\"}]", answer.GetProperty("outcomes").GetRawText());
        }
        finally
        {
            await modules.SetEnabledAsync(NotificationService.ModuleKey, true, new Actor(null, "test"));
        }
    }

    [Fact]
    public async Task An_array_is_answered_with_an_array_in_its_order()
    {
        var answer = await RecordAsync("""[{"action": "a", "target": "alice@example.org"}, {"action": "b"}]""");

        Assert.Equal(["created", "skipped"], answer.EnumerateArray().Select(a => a.GetProperty("outcomes")[0].Text("outcome")));
        Assert.True(long.Parse(answer[0].Text("id"), null) < long.Parse(answer[1].Text("id"), null));
    }

    [Fact]
    public async Task One_bad_element_refuses_the_whole_array()
    {
        using var client = await portal.WithKeyAsync(Scopes.ActivitiesWrite);

        var faults = await client.PostJsonAsync("/api/v1/activities", """[{"action": "never.stored"}, {"action": 1}, [], {"action": "x", "y": 1}]""").FaultsAsync();

        Assert.Equal(["[1].action", "[2]", "[3].y"], faults);
        Assert.Empty((await portal.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = "never.stored" })).Items);
    }

    [Fact]
    public async Task An_array_holds_a_thousand()
    {
        using var client = await portal.WithKeyAsync(Scopes.ActivitiesWrite);
        static string Body(int count) => JsonSerializer.Serialize(Enumerable.Repeat(new { action = "many" }, count));

        Assert.Equal(1000, (await client.PostJsonAsync("/api/v1/activities", Body(1000)).JsonAsync(HttpStatusCode.Accepted)).GetArrayLength());
        await client.PostJsonAsync("/api/v1/activities", Body(1001)).ProblemAsync(400);
    }

    [Theory]
    [InlineData("action", 100)]
    [InlineData("module", 50)]
    [InlineData("target", 255)]
    [InlineData("actor", 255)]
    public async Task Lengths_are_counted_in_scalars(string member, int limit)
    {
        using var client = await portal.WithKeyAsync(Scopes.ActivitiesWrite);
        string Body(int length) => JsonSerializer.Serialize(new Dictionary<string, string> { ["action"] = "a", [member] = string.Concat(Enumerable.Repeat("😀", length)) });

        await client.PostJsonAsync("/api/v1/activities", Body(limit)).JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal([member], await client.PostJsonAsync("/api/v1/activities", Body(limit + 1)).FaultsAsync());
    }

    private async Task<JsonElement> RecordAsync(string json, string? name = null)
    {
        using var client = await portal.WithKeyAsync(Scopes.ActivitiesWrite, name: name);

        return await client.PostJsonAsync("/api/v1/activities", json).JsonAsync(HttpStatusCode.Accepted);
    }

    private async Task<string> GitHubAsync()
    {
        foreach (var key in (await portal.App.Get<NotifyPortal.Admin.KeyService>().ListAsync()).Where(k => k.Name == "GitHub"))
        {
            await portal.App.Get<NotifyPortal.Admin.KeyService>().RevokeAsync(key.Id, new Actor(null, "test"));
        }

        return await portal.KeyAsync(Scopes.ActivitiesWrite, name: "GitHub");
    }
}
