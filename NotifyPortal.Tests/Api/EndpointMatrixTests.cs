using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

/// <summary>Every endpoint of the API against every kind of caller. A new endpoint without a row here fails.</summary>
[Rule("P12")]
public sealed class EndpointMatrixTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    public static readonly TheoryData<string, string, string> Rows = new()
    {
        { "POST /api/v1/activities", "/api/v1/activities", Scopes.ActivitiesWrite },
        { "POST /api/v1/events", "/api/v1/events", Scopes.ActivitiesWrite },
        { "POST /api/v1/notifications", "/api/v1/notifications", Scopes.NotificationsSend },
        { "POST /api/v1/notifications/preview", "/api/v1/notifications/preview", Scopes.NotificationsSend },
        { "POST /api/v1/notifications/resolve", "/api/v1/notifications/resolve", Scopes.NotificationsSend },
        { "GET /api/v1/notifications/{messageId}", "/api/v1/notifications/1", Scopes.NotificationsSend },
        { "PATCH /api/v1/notifications/{messageId}", "/api/v1/notifications/1", Scopes.NotificationsSend },
        { "DELETE /api/v1/notifications/{messageId}", "/api/v1/notifications/1", Scopes.NotificationsSend },
        { "GET /api/v1/fan-outs/{id}", "/api/v1/fan-outs/1", Scopes.NotificationsSend },
        { "GET /api/v1/inbox", "/api/v1/inbox", Scopes.InboxRead },
        { "GET /api/v1/inbox/unread-count", "/api/v1/inbox/unread-count", Scopes.InboxRead },
        { "GET /api/v1/inbox/{id}", "/api/v1/inbox/1", Scopes.InboxRead },
        { "GET /api/v1/inbox/{id}/why", "/api/v1/inbox/1/why", Scopes.InboxRead },
        { "GET /api/v1/preferences", "/api/v1/preferences", Scopes.InboxRead },
        { "PUT /api/v1/preferences", "/api/v1/preferences", Scopes.InboxWrite },
        { "POST /api/v1/inbox/{id}/seen", "/api/v1/inbox/1/seen", Scopes.InboxWrite },
        { "POST /api/v1/inbox/{id}/unseen", "/api/v1/inbox/1/unseen", Scopes.InboxWrite },
        { "POST /api/v1/inbox/{id}/dismiss", "/api/v1/inbox/1/dismiss", Scopes.InboxWrite },
        { "POST /api/v1/inbox/{id}/restore", "/api/v1/inbox/1/restore", Scopes.InboxWrite },
        { "POST /api/v1/inbox/undo", "/api/v1/inbox/undo", Scopes.InboxWrite },
        { "POST /api/v1/inbox/seen", "/api/v1/inbox/seen", Scopes.InboxWrite },
        { "POST /api/v1/inbox/dismiss", "/api/v1/inbox/dismiss", Scopes.InboxWrite },
        { "GET /api/v1/topics/subscriptions", "/api/v1/topics/subscriptions", Scopes.InboxRead },
        { "PUT /api/v1/topics/{topic}/subscription", "/api/v1/topics/blog/subscription", Scopes.InboxWrite },
        { "DELETE /api/v1/topics/{topic}/subscription", "/api/v1/topics/blog/subscription", Scopes.InboxWrite },
        { "GET /api/v1/admin/topics/{topic}/subscribers", "/api/v1/admin/topics/blog/subscribers", Scopes.Admin },
        { "PUT /api/v1/admin/topics/{topic}/subscribers/{user}", "/api/v1/admin/topics/blog/subscribers/alice@example.org", Scopes.Admin },
        { "DELETE /api/v1/admin/topics/{topic}/subscribers/{user}", "/api/v1/admin/topics/blog/subscribers/alice@example.org", Scopes.Admin },
        { "GET /api/v1/admin/stats", "/api/v1/admin/stats", Scopes.Admin },
        { "GET /api/v1/admin/notifications", "/api/v1/admin/notifications", Scopes.Admin },
        { "GET /api/v1/admin/activities", "/api/v1/admin/activities", Scopes.Admin },
        { "GET /api/v1/admin/modules", "/api/v1/admin/modules", Scopes.Admin },
        { "POST /api/v1/admin/prune", "/api/v1/admin/prune", Scopes.Admin },
        { "PUT /api/v1/admin/modules/{key}", "/api/v1/admin/modules/notifications", Scopes.Admin },
    };

    [Fact]
    public void Every_endpoint_of_the_API_has_its_row()
    {
        var endpoints = portal.App.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(m => m != "HEAD")
                .Select(m => $"{m} {e.RoutePattern.RawText!.TrimEnd('/')} {e.Metadata.GetMetadata<RequiredScope>()?.Scope}"));

        Assert.Equal(Rows.Select(r => $"{r.Data.Item1} {r.Data.Item3}").Order(StringComparer.Ordinal), endpoints.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_a_browser_asking_for_its_session_needs_no_credential() => Assert.Equal(
        ["/api/v1/session/"],
        portal.App.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) && e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => e.RoutePattern.RawText));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Nobody_gets_in_without_a_credential(string endpoint, string path, string scope)
    {
        using var client = portal.Client();

        using var response = await SendAsync(client, endpoint, path);

        await Task.FromResult(response).ProblemAsync(401);
        Assert.Equal("Bearer realm=\"NotifyPortal\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Contains(scope, Scopes.All);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task All_other_scopes_together_do_not_do(string endpoint, string path, string scope)
    {
        using var client = await portal.WithKeyAsync(ApiPortal.AllBut(scope), portal.Alice);

        using var response = await SendAsync(client, endpoint, path);

        await Task.FromResult(response).ProblemAsync(403);
        Assert.Contains(scope, response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_scope_alone_gets_in(string endpoint, string path, string scope)
    {
        using var client = await portal.WithKeyAsync(scope, portal.Alice);

        using var response = await SendAsync(client, endpoint, path);

        Assert.DoesNotContain((int)response.StatusCode, new[] { 401, 403, 405, 500 });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_browser_may_do_what_its_user_may(string endpoint, string path, string scope)
    {
        using var alice = await portal.WithCookieAsync(portal.Alice);
        using var root = await portal.WithCookieAsync(portal.Root);

        using var asAlice = await SendAsync(alice, endpoint, path);
        using var asAdmin = await SendAsync(root, endpoint, path);

        Assert.Equal(!Scopes.ActsAsUser(scope), (int)asAlice.StatusCode == 403);
        Assert.DoesNotContain((int)asAdmin.StatusCode, new[] { 401, 403, 405, 500 });
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string endpoint, string path)
    {
        var method = new HttpMethod(endpoint.Split(' ')[0]);

        return client.SendAsync(new HttpRequestMessage(method, path) { Content = method == HttpMethod.Get ? null : new StringContent("{}", null, "application/json") });
    }
}
