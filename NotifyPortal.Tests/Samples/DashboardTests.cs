using System.Text.Json;
using System.Text.RegularExpressions;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Samples;

/// <summary>The dashboard in samples/ asks for numbers that there are.</summary>
public sealed partial class DashboardTests
{
    private static readonly string Dashboard = Path.Combine(AppContext.BaseDirectory, "../../../../samples/grafana/notifyportal.json");

    [Fact]
    public async Task Every_number_it_shows_is_one_the_portal_tells()
    {
        using var redis = await Servers.RedisAsync();
        await using var portal = new Replica(redis);
        await portal.InitializeAsync();
        var service = portal.App.Get<NotificationService>();
        var sent = await service.CreateAsync(portal.Alice.Id, new NotificationDraft { Title = "Hello" });
        await portal.App.Get<Inboxes>().Of(portal.Alice.Id).MarkSeenAsync(sent.NotificationId!.Value);
        await portal.App.Get<NotifyPortal.Notifications.Retention.RetentionService>().PruneAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var nearby = portal.Client();
        using var first = await nearby.GetAsync("/health/live"); // or no request would have been measured yet
        await Until.TrueAsync(async () => (await nearby.GetStringAsync("/metrics")).Contains("notifyportal_backplane_sent_total", StringComparison.Ordinal), "a signal has gone out");

        var told = await nearby.GetStringAsync("/metrics");

        var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Dashboard)).RootElement;
        var wanted = dashboard.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(target => Name().Matches(target.GetProperty("expr").GetString()!).Select(match => match.Value)).Distinct().ToList();
        Assert.InRange(wanted.Count, 10, 100);
        Assert.All(wanted, name => Assert.Contains($"\n{name}", $"\n{told}", StringComparison.Ordinal));
    }

    private sealed class Replica(RedisServer redis) : ApiPortal(("Backplane:Kind", "Redis"), ("Backplane:ConnectionString", redis.Address));

    [GeneratedRegex(@"\b(notifyportal|http_server)_[a-z_]+[a-z]")]
    private static partial Regex Name();
}
