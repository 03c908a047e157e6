using System.Net;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Api.Idempotency;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

/// <summary>P2: same key, same body → the same answer, and nothing twice.</summary>
[Rule("P2")]
public sealed class IdempotencyTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Send = "/api/v1/notifications";

    [Fact]
    public async Task A_repetition_gets_the_same_answer_and_does_nothing()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        var before = await CountAsync();

        using var first = await PostAsync(client, Send, Hello, "same");
        using var again = await PostAsync(client, Send, Hello, "same");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal((first.StatusCode, await first.Content.ReadAsStringAsync()), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_a_conflict()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        using var first = await PostAsync(client, Send, Hello, "mine");
        var before = await CountAsync();

        await PostAsync(client, Send, Hello.Replace("Hello", "Bye", StringComparison.Ordinal), "mine").ProblemAsync(409);

        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task A_key_is_its_callers_and_its_addresss_own()
    {
        using var client = await portal.WithKeyAsync($"{Scopes.NotificationsSend} {Scopes.ActivitiesWrite}");
        using var other = await portal.WithKeyAsync(Scopes.NotificationsSend);
        using var root = await portal.WithCookieAsync(portal.Root);
        using var first = await PostAsync(client, Send, Hello, "1");

        foreach (var (caller, path) in new[] { (other, Send), (root, Send), (client, $"{Send}/preview") })
        {
            using var answer = await PostAsync(caller, path, Hello, "1");
            Assert.True(answer.IsSuccessStatusCode);
            Assert.False(answer.Headers.Contains("Idempotent-Replayed"));
        }
    }

    [Fact]
    public async Task Only_what_went_well_is_kept()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        await PostAsync(client, Send, """{"recipient": "carol@example.org", "title": "Hello"}""", "later").ProblemAsync(404);
        await portal.App.AddUserAsync("carol");

        using var answer = await PostAsync(client, Send, """{"recipient": "carol@example.org", "title": "Hello"}""", "later");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Twins_that_come_at_once_are_one()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        var before = await CountAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            using var answer = await PostAsync(client, Send, Hello, "twins");

            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }));

        Assert.StartsWith("201", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task An_array_counts_as_one()
    {
        using var client = await portal.WithKeyAsync(Scopes.ActivitiesWrite);
        const string body = """[{"action": "array.once", "target": "alice@example.org"}, {"action": "array.once", "target": "bob@example.org"}]""";

        using var first = await PostAsync(client, "/api/v1/activities", body, "list");
        using var again = await PostAsync(client, "/api/v1/activities", body, "list");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(2, await ActivitiesAsync("array.once"));
    }

    [Fact]
    public async Task A_change_of_the_inbox_is_answered_again_with_its_undo_token()
    {
        using var client = await portal.WithKeyAsync($"{Scopes.InboxRead} {Scopes.InboxWrite}", portal.Bob);
        var id = await portal.SendAsync(portal.Bob);

        var first = await PostAsync(client, $"/api/v1/inbox/{id}/dismiss", "", "x").JsonAsync();
        var again = await PostAsync(client, $"/api/v1/inbox/{id}/dismiss", "", "x").JsonAsync();

        Assert.NotEmpty(first.Text("undoToken"));
        Assert.Equal(first.GetRawText(), again.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("256")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        using var request = new HttpRequestMessage(HttpMethod.Post, Send) { Content = new StringContent(Hello, null, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key switch { "256" => [new string('k', 256)], _ => [key] });
        var before = await CountAsync();

        await client.SendAsync(request).ProblemAsync(400);

        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task A_key_of_255_characters_will_do()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);

        using var answer = await PostAsync(client, Send, Hello, new string('k', 255));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Who_may_not_ask_gets_no_kept_answer()
    {
        var key = await portal.KeyAsync(Scopes.NotificationsSend, name: "Revoked");
        using var client = portal.Client(("Authorization", $"Bearer {key}"));
        using var first = await PostAsync(client, Send, Hello, "k");
        await portal.App.Get<NotifyPortal.Admin.KeyService>().RevokeAsync(ApiKeyToken.Parse(key)!.Id, new Actor(null, "test"));

        await PostAsync(client, Send, Hello, "k").ProblemAsync(401);
    }

    [Fact]
    public async Task When_the_answer_cannot_be_kept_the_notification_is_not_sent_either()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        var before = await CountAsync();

        await WithoutKeepingAsync(async () => Assert.False((await PostAsync(client, Send, Hello, "crash")).IsSuccessStatusCode));

        Assert.Equal(before, await CountAsync());
        using var again = await PostAsync(client, Send, Hello, "crash");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task When_only_the_activity_was_written_a_repetition_finds_it()
    {
        using var client = await portal.WithKeyAsync(Scopes.ActivitiesWrite);
        var before = await CountAsync();
        const string body = """{"action": "begun.only", "target": "alice@example.org"}""";

        await WithoutKeepingAsync(async () => Assert.False((await PostAsync(client, "/api/v1/activities", body, "begun")).IsSuccessStatusCode));
        using var again = await PostAsync(client, "/api/v1/activities", body, "begun");

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(1, await ActivitiesAsync("begun.only"));
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task After_a_day_the_key_is_free_and_what_was_kept_is_swept()
    {
        await using var day = new Day();
        await day.Portal.InitializeAsync();
        using var client = await day.Portal.WithKeyAsync(Scopes.ActivitiesWrite);
        using var first = await PostAsync(client, "/api/v1/activities", """{"action": "daily"}""", "a");
        using var other = await PostAsync(client, "/api/v1/activities", """{"action": "daily"}""", "b");
        day.Portal.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        using var next = await PostAsync(client, "/api/v1/activities", """{"action": "daily", "origin": "cron"}""", "a");

        Assert.Equal(HttpStatusCode.Accepted, next.StatusCode);
        Assert.False(next.Headers.Contains("Idempotent-Replayed"));

        for (var i = 1; i < KeptAnswers.SweptEvery; i++)
        {
            using var more = await PostAsync(client, "/api/v1/activities", """{"action": "daily"}""", $"more {i}");
        }

        await using var db = await day.Portal.App.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        Assert.Equal(KeptAnswers.SweptEvery, await db.Set<KeptAnswer>().CountAsync());
    }

    private static string Hello => """{"recipient": "alice@example.org", "title": "Hello"}""";

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string json, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, null, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);

        return client.SendAsync(request);
    }

    private async Task<long> CountAsync()
    {
        await using var db = await portal.App.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();

        return await db.Set<Notification>().CountAsync();
    }

    private async Task<int> ActivitiesAsync(string action) =>
        (await portal.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = action })).Items.Count;

    // As a crash between a write and its answer would leave it.
    private async Task WithoutKeepingAsync(Func<Task> act)
    {
        await portal.App.Database.RefuseRowsAsync("KeptAnswers", "NEW.\"Status\" IS NOT NULL");

        try
        {
            await act();
        }
        finally
        {
            await portal.App.Database.TakeRowsAsync("KeptAnswers");
        }
    }

    private sealed class Day : IAsyncDisposable
    {
        public ApiPortal Portal { get; } = new();

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }
}
