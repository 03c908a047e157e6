using System.Net;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Shell;

public sealed class PageErrorTests : IDisposable
{
    private readonly PortalApp app = new();

    [Fact]
    public async Task An_address_without_a_page_says_so()
    {
        var answer = await app.CreateClient().GetAsync("/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no page at this address.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_no_page()
    {
        var answer = await app.CreateClient().GetAsync("/api/v1/nowhere");

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Every_page_carries_the_policy_that_allows_our_scripts_alone()
    {
        foreach (var path in new[] { "/", "/nowhere", "/Account/Login", "/api/v1/nowhere", "/app.css" })
        {
            var answer = await app.CreateClient().GetAsync(path);

            Assert.Contains("script-src 'self';", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    public void Dispose() => app.Dispose();
}
