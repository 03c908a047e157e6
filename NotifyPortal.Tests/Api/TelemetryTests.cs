using System.Diagnostics.Metrics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using NotifyPortal.Api.Telemetry;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

/// <summary>What whoever watches the portal is told, and who is told it.</summary>
public sealed partial class TelemetryTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Strangers_hear_one_word(string path)
    {
        using var stranger = portal.Client();

        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(stranger, path));
    }

    [Fact]
    public async Task Without_its_store_it_lives_and_is_not_ready()
    {
        await using var broken = new ApiPortal();
        await broken.InitializeAsync();
        await broken.App.Database.ExecuteAsync("""ALTER TABLE "Sequences" RENAME TO "Away" """);
        using var stranger = broken.Client();

        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(stranger, "/health/live"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await AskAsync(stranger, "/health/ready"));
    }

    [Fact]
    public async Task Who_is_about_to_stop_is_not_ready()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var health = new StoppingHealth(lifetime);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new())).Status);

        lifetime.StopApplication();

        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(new())).Status);
    }

    [Fact]
    public async Task What_is_sent_is_counted_by_outcome_and_reason()
    {
        using var nearby = portal.Client();
        var before = await NumbersAsync(nearby);

        await portal.App.Get<NotificationService>().CreateManyAsync([portal.Alice.Id, portal.Bob.Id, "ghost"], new NotificationDraft { Title = "Hello" });

        var after = await NumbersAsync(nearby);
        Assert.Equal(1, Grown("notifyportal_publishes_total"));
        Assert.Equal(2, Grown("notifyportal_outcomes_total{outcome=\"Created\",reason=\"\"}"));
        Assert.Equal(1, Grown("notifyportal_outcomes_total{outcome=\"Skipped\",reason=\"UnknownRecipient\"}"));
        Assert.Equal(0, after["notifyportal_circuits"]);
        Assert.Contains(after.Keys, name => name.StartsWith("http_server_request_duration_bucket{", StringComparison.Ordinal));

        double Grown(string name) => after[name] - before.GetValueOrDefault(name);
    }

    [Fact]
    public async Task A_gauge_says_what_was_said_last_and_an_up_down_counter_the_sum()
    {
        var meter = portal.App.Get<IMeterFactory>().Create("NotifyPortal.Tests");
        var (gauge, sum) = (meter.CreateGauge<int>("test.gauge"), meter.CreateUpDownCounter<int>("test.sum"));
        gauge.Record(3);
        gauge.Record(2);
        sum.Add(3);
        sum.Add(-1);
        using var nearby = portal.Client();

        var numbers = await NumbersAsync(nearby);

        Assert.Equal((2, 2), (numbers["test_gauge"], numbers["test_sum"]));
    }

    [Fact]
    public async Task Every_line_is_one_that_Prometheus_reads()
    {
        using var nearby = portal.Client();
        await portal.App.Get<NotificationService>().CreateAsync(portal.Alice.Id, new NotificationDraft { Title = "Hello" });

        var lines = (await nearby.GetStringAsync("/metrics")).TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.Matches(Line(), line));
        var types = lines.Where(line => line.StartsWith('#')).ToList();
        Assert.Equal(types.Distinct(), types);
    }

    [Fact]
    public async Task From_elsewhere_only_an_admin_may_read_them()
    {
        using var proxied = portal.Client(("X-Forwarded-For", "192.0.2.7"));
        using var alice = await portal.WithCookieAsync(portal.Alice);
        alice.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        using var root = await portal.WithCookieAsync(portal.Root);
        root.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        using var weak = await portal.WithKeyAsync("notifications:send");
        using var strong = await portal.WithKeyAsync("admin");

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(proxied, "/metrics")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(alice, "/metrics")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(root, "/metrics")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(weak, "/metrics")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(strong, "/metrics")).Status);
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);

        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<Dictionary<string, double>> NumbersAsync(HttpClient client) => (await client.GetStringAsync("/metrics"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex("""^(# TYPE [a-z_][a-z0-9_]* (counter|gauge|histogram)|[a-z_][a-z0-9_]*(\{[a-z_]+="([^"\\]|\\.)*"(,[a-z_]+="([^"\\]|\\.)*")*\})? -?[0-9.E+-]+)$""")]
    private static partial Regex Line();
}
