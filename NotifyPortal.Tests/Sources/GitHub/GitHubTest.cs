using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Sources.GitHub;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Sources.GitHub;

/// <summary>Who hears of what, by recorded deliveries. Alice is Codertocat there and Bob octocat; hubot is nobody here.</summary>
public abstract class GitHubTest : PortalTest
{
    protected GitHubTest() : base(serves: true)
    {
    }

    protected const string ByHubot = """{"sender":{"login":"hubot"}}""";

    protected override void Extend(IServiceCollection services) => services.Configure<GitHubOptions>(o => o.Secret = Delivering.Secret);

    protected async Task DeliverAsync(string name, JsonNode delivery, string? id = null)
    {
        using var client = App.CreateClient();
        using var response = await client.DeliverAsync(name, delivery.ToJsonString(), id);

        Assert.Equal(202, (int)response.StatusCode);
    }

    protected Task LinkAsync(PortalUser user, string login, bool locked = false) => App.Get<StoreWriter>().WriteAsync(async (db, token) =>
    {
        var stored = await db.Users.SingleAsync(u => u.Id == user.Id, token);
        (stored.GitHubLogin, stored.DeactivatedAt) = (login, locked ? Clock.Now() : null);
    });

    protected async Task<IReadOnlyList<ActivityEntry>> RecordedHereAsync() => (await App.Get<ActivityLog>().ListAsync(new ActivityQuery { Module = "github" })).Items;
}
