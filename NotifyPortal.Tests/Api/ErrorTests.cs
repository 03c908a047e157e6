using Microsoft.EntityFrameworkCore;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

public sealed class ErrorTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Theory]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v2/inbox")]
    [InlineData("/API/v1/nothing")]
    public async Task An_unknown_path_is_a_problem_and_not_a_page(string path)
    {
        using var client = portal.Client();

        await client.GetAsync(path).ProblemAsync(404);
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/inbox")]
    [InlineData("GET", "/api/v1/activities")]
    [InlineData("PATCH", "/api/v1/admin/modules/notifications")]
    public async Task A_wrong_method_says_so(string method, string path)
    {
        using var client = portal.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await client.SendAsync(request);

        await Task.FromResult(response).ProblemAsync(405);
        Assert.NotEmpty(response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Answers_are_not_kept_by_anybody()
    {
        using var client = await portal.WithKeyAsync(Scopes.InboxRead, portal.Alice);

        using var response = await client.GetAsync("/api/v1/inbox");

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_503_and_never_zeros()
    {
        using var client = await portal.WithKeyAsync($"{Scopes.InboxRead} {Scopes.Admin}", portal.Alice);
        await ExecuteAsync("ALTER TABLE \"Notifications\" RENAME TO \"Elsewhere\"; ALTER TABLE \"TypeTallies\" RENAME TO \"Uncounted\"");

        try
        {
            foreach (var path in new[] { "/api/v1/inbox", "/api/v1/inbox/unread-count", "/api/v1/admin/stats", "/api/v1/admin/notifications" })
            {
                using var response = await client.GetAsync(path);
                var problem = await Task.FromResult(response).ProblemAsync(503);
                Assert.NotNull(response.Headers.RetryAfter);
                Assert.DoesNotContain("Notifications", problem.GetRawText(), StringComparison.Ordinal);
            }
        }
        finally
        {
            await ExecuteAsync("ALTER TABLE \"Elsewhere\" RENAME TO \"Notifications\"; ALTER TABLE \"Uncounted\" RENAME TO \"TypeTallies\"");
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await portal.App.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
