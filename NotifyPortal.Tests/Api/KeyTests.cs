using System.Text;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

public sealed class KeyTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private static readonly Actor Tester = new(null, "test");

    [Fact]
    public async Task A_key_ends_when_it_expires()
    {
        var key = await portal.KeyAsync(Scopes.InboxRead, portal.Alice, expires: portal.Clock.GetUtcNow().AddMinutes(1));
        Assert.Equal(200, await StatusAsync(key));

        portal.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(401, await StatusAsync(key));
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once()
    {
        var key = await portal.KeyAsync(Scopes.InboxRead, portal.Alice);
        Assert.Equal(200, await StatusAsync(key));

        Assert.True(await portal.App.Get<KeyService>().RevokeAsync(IdOf(key), Tester));

        Assert.Equal(401, await StatusAsync(key));
    }

    [Fact]
    public async Task A_key_that_another_process_revoked_is_refused_within_five_seconds()
    {
        var key = await portal.KeyAsync(Scopes.InboxRead, portal.Alice);
        Assert.Equal(200, await StatusAsync(key));

        await ChangeAsync(db => db.Set<ApiKey>().Where(k => k.Id == IdOf(key)).ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, portal.Clock.Now())));
        portal.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(401, await StatusAsync(key));
    }

    [Fact]
    public async Task The_key_of_a_locked_account_is_refused()
    {
        var carol = await portal.App.AddUserAsync("carol");
        var key = await portal.KeyAsync(Scopes.InboxRead, carol);
        Assert.Equal(200, await StatusAsync(key));

        await ChangeAsync(db => db.Users.Where(u => u.Id == carol.Id).ExecuteUpdateAsync(s => s.SetProperty(u => u.DeactivatedAt, portal.Clock.Now())));
        portal.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(401, await StatusAsync(key));
    }

    [Fact]
    public async Task The_key_of_a_deleted_account_goes_with_it()
    {
        var dora = await portal.App.AddUserAsync("dora");
        var key = await portal.KeyAsync(Scopes.InboxRead, dora);

        await ChangeAsync(db => db.Users.Where(u => u.Id == dora.Id).ExecuteDeleteAsync());

        Assert.Equal(401, await StatusAsync(key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("np_")]
    [InlineData("np_abc_def")]
    [InlineData("np_000000000000_0000000000000000000000000000000000000000000")]
    [InlineData("np_x_y_z")]
    public async Task What_is_no_key_is_refused(string key) => Assert.Equal(401, await StatusAsync(key));

    [Fact]
    public async Task A_wrong_secret_and_an_unknown_id_get_the_same_answer()
    {
        var key = await portal.KeyAsync(Scopes.InboxRead, portal.Alice);
        using var wrong = portal.Client(("Authorization", $"Bearer {key[..^1]}{(key[^1] == 'x' ? 'y' : 'x')}"));
        using var unknown = portal.Client(("Authorization", $"Bearer np_zzzzzzzzzzzz_{key.Split('_')[2]}"));

        var first = await wrong.GetAsync("/api/v1/inbox").ProblemAsync(401);
        var second = await unknown.GetAsync("/api/v1/inbox").ProblemAsync(401);

        Assert.Equal(first.Text("detail"), second.Text("detail"));
    }

    [Theory]
    [InlineData("bearer {0}", 200)]
    [InlineData("Bearer  {0}", 401)]
    [InlineData("Bearer {0} x", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Basic {0}", 401)]
    [InlineData("{0}", 401)]
    public async Task The_header_has_one_form(string form, int status)
    {
        var key = await portal.KeyAsync(Scopes.InboxRead, portal.Alice);
        using var client = portal.Client(("Authorization", string.Format(null, form, key)));

        Assert.Equal(status, (int)(await client.GetAsync("/api/v1/inbox")).StatusCode);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("key")]
    [InlineData("access_token")]
    public async Task A_key_in_the_address_is_refused_even_beside_a_good_one(string parameter)
    {
        var key = await portal.KeyAsync(Scopes.InboxRead, portal.Alice);
        using var client = portal.Client(("Authorization", $"Bearer {key}"));

        await client.GetAsync($"/api/v1/inbox?{parameter}={key}").ProblemAsync(400);
    }

    [Fact]
    public async Task The_database_holds_no_secret()
    {
        var key = await portal.KeyAsync(Scopes.InboxRead, portal.Alice);
        Assert.Equal(200, await StatusAsync(key));

        var dump = await portal.App.Database.DumpAsync();

        Assert.True(dump.AsSpan().IndexOf(Encoding.ASCII.GetBytes(IdOf(key))) >= 0);
        Assert.Equal(-1, dump.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key.Split('_')[2])));
    }

    [Fact]
    public async Task Its_use_is_noted_at_most_once_a_minute()
    {
        var key = await portal.KeyAsync(Scopes.InboxRead, portal.Alice);
        var start = portal.Clock.Now();
        await StatusAsync(key);
        portal.Clock.Advance(TimeSpan.FromSeconds(59));
        await StatusAsync(key);
        Assert.Equal(start, await LastUsedAsync(key));

        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await StatusAsync(key);

        Assert.Equal(start.AddMinutes(1), await LastUsedAsync(key));
    }

    [Fact]
    public async Task Making_and_revoking_are_recorded()
    {
        var key = await portal.KeyAsync(Scopes.Admin, name: "Recorded");
        await portal.App.Get<KeyService>().RevokeAsync(IdOf(key), Tester);

        var log = await portal.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Module = "api", Resource = $"api-key/{IdOf(key)}" });

        Assert.Equal(["api-key.revoked", "api-key.created"], log.Items.Select(a => a.Action));
    }

    [Fact]
    public async Task A_name_is_one_live_key_s()
    {
        var key = await portal.KeyAsync(Scopes.Admin, name: "Taken");
        var errors = new InputErrors();
        Assert.Null(await portal.App.Get<KeyService>().CreateAsync(new KeyDraft("Taken", [Scopes.Admin]), errors, Tester));
        Assert.Contains("Taken", errors.ToString(), StringComparison.Ordinal);

        await portal.App.Get<KeyService>().RevokeAsync(IdOf(key), Tester);

        Assert.NotEmpty(await portal.KeyAsync(Scopes.Admin, name: "Taken"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_key_is_said_at_once()
    {
        var errors = new InputErrors();

        await portal.App.Get<KeyService>().CreateAsync(
            new KeyDraft(" ", ["inbox:read", "everything"], "nobody@example.org", portal.Clock.GetUtcNow()), errors, Tester);

        Assert.Equal(["expires", "name", "scopes", "user"], errors.ToDictionary().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Inbox_scopes_need_a_user()
    {
        var errors = new InputErrors();

        Assert.Null(await portal.App.Get<KeyService>().CreateAsync(new KeyDraft("Nobody's", [Scopes.InboxRead]), errors, Tester));

        Assert.Equal(["user"], errors.ToDictionary().Keys);
    }

    private async Task<int> StatusAsync(string key)
    {
        using var client = portal.Client(("Authorization", $"Bearer {key}"));
        using var response = await client.GetAsync("/api/v1/inbox");

        return (int)response.StatusCode;
    }

    private async Task<DateTimeOffset?> LastUsedAsync(string key)
    {
        await using var db = await portal.App.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();

        return await db.Set<ApiKey>().Where(k => k.Id == IdOf(key)).Select(k => k.LastUsedAt).SingleAsync();
    }

    private async Task ChangeAsync(Func<PortalDbContext, Task> change)
    {
        await using var db = await portal.App.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        await change(db);
    }

    private static string IdOf(string key) => key.Split('_')[1];
}
