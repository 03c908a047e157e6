using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Admin.Api;

public sealed class PruneApiTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Path = "/api/v1/admin/prune";

    [Fact]
    [Rule("12.3")]
    public async Task It_counts_first_and_then_removes()
    {
        using var admin = await portal.WithKeyAsync(Scopes.Admin, name: "Janitor");
        await portal.InboxOf(portal.Alice).MarkSeenAsync(await portal.SendAsync(portal.Alice));
        portal.Clock.Advance(TimeSpan.FromDays(20));

        Assert.Equal("""{"notifications":0,"activities":0,"messages":0}""", await PruneAsync(admin, "{}"));
        Assert.Equal("""{"notifications":1,"activities":0,"messages":1}""", await PruneAsync(admin, """{"days": 10, "dryRun": true}"""));
        Assert.Equal("""{"notifications":1,"activities":0,"messages":1}""", await PruneAsync(admin, """{"days": 10, "dryRun": false}"""));
        Assert.Equal("""{"notifications":0,"activities":0,"messages":0}""", await PruneAsync(admin, """{"days": 10}"""));
    }

    [Theory]
    [InlineData("""{"days": 0}""", "days")]
    [InlineData("""{"days": "10"}""", "days")]
    [InlineData("""{"days": 1.5}""", "days")]
    [InlineData("""{"days": -1, "dryRun": 1, "all": true}""", "all days dryRun")]
    [InlineData("""{"days": 99999999999}""", "days")]
    public async Task Every_field_at_fault_is_named(string body, string fields)
    {
        using var admin = await portal.WithKeyAsync(Scopes.Admin);

        Assert.Equal(fields.Split(' '), await admin.PostJsonAsync(Path, body).FaultsAsync());
    }

    private static async Task<string> PruneAsync(HttpClient admin, string body) => (await admin.PostJsonAsync(Path, body).JsonAsync()).GetRawText();
}
