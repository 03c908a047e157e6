using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Notifications;
using NotifyPortal.Sources.GitHub;
using NotifyPortal.Tests.Sources.GitHub;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Samples;

/// <summary>The GitHub sample as a developer runs it, against the portal.</summary>
public sealed partial class GitHubSampleTests : IClassFixture<ApiPortal>
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "../../../../samples/github");

    private readonly ApiPortal portal;

    public GitHubSampleTests(ApiPortal portal)
    {
        Needs.Tool(Needs.Node);
        this.portal = portal;
    }

    [Fact]
    public async Task Every_mapped_delivery_is_taken_and_told_to_each_once()
    {
        var key = await portal.KeyAsync(Scopes.ActivitiesWrite, name: "GitHub");

        var (exitCode, output, errors) = await ReplayAsync("--url", portal.Address.ToString(), "--key", key, "--to", $"{portal.Alice.Email},{portal.Bob.Email}", "--pace", "1ms");

        Assert.Equal((0, ""), (exitCode, Counts().Replace(errors, "").Trim()));
        var sent = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.InRange(sent, 30, 100);
        Assert.Equal(sent, (await portal.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Module = "github" })).Total);

        foreach (var user in new[] { portal.Alice, portal.Bob })
        {
            var rows = (await portal.InboxOf(user).ListAsync(new InboxQuery { Limit = 100 })).Page.Items;
            Assert.Equal(sent, rows.Count);
            Assert.All(rows, row => Assert.EndsWith(" via GitHub", row.Actor!.Display, StringComparison.Ordinal));
            Assert.All(rows, row => Assert.NotNull(row.Type));
        }
    }

    [Fact]
    public async Task The_portal_s_own_endpoint_tells_the_same_stories()
    {
        var (_, output, _) = await ReplayAsync("--dry-run", "--to", "alice@demo.local");
        var told = Recorded.AsReplayed()
            .SelectMany(d => GitHubEvents.Read(d.Event, new Payload(JsonElement.Parse(d.Delivery.ToJsonString()))).Take(1)) // mentions are for those whose login is known
            .Select(h => (h.Action, h.Title, h.Text, h.Icon, h.Severity, h.Link, h.Actor, h.ResourceType, h.ResourceId));

        Assert.Equal(told, JsonNode.Parse(output)!.AsArray().Select(sent =>
        {
            var shown = sent!["notification"]!;

            return ((string)sent["action"]!, (string)shown["title"]!, (string)shown["text"]!, (string)shown["icon"]!, (string)shown["severity"]!, (string?)shown["link"],
                (string)sent["actor"]!["name"]!, (string)sent["resource"]!["type"]!, (string)sent["resource"]!["id"]!);
        }));
    }

    [Fact]
    public async Task Every_icon_is_one_the_portal_knows()
    {
        var (_, output, _) = await ReplayAsync("--dry-run", "--to", "alice@demo.local");

        Assert.All(JsonNode.Parse(output)!.AsArray(), sent => Assert.True(Icons.IsKnown((string?)sent!["notification"]!["icon"]), sent!.ToJsonString()));
    }

    [Fact]
    public async Task What_nobody_waits_for_is_skipped_and_counted()
    {
        var (_, output, errors) = await ReplayAsync("--dry-run", "--to", "alice@demo.local");
        var counts = Counts().Match(errors);

        Assert.Equal(int.Parse(counts.Groups[1].ValueSpan, default), int.Parse(counts.Groups[2].ValueSpan, default) + int.Parse(counts.Groups[3].ValueSpan, default));
        Assert.DoesNotContain("synchronize", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_portal_that_is_busy_is_waited_for()
    {
        using var busy = new Busy();
        await busy.InitializeAsync();
        var itsKey = await busy.KeyAsync(Scopes.ActivitiesWrite);

        using var replay = Start("--url", busy.Address.ToString(), "--key", itsKey, "--to", busy.Alice.Email!, "--pace", "1ms", "--limit", "3");
        var lines = new List<string>();

        while (!lines.Any(line => Waiting().IsMatch(line)) && await replay.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            lines.Add(line);
        }

        Assert.False(replay.HasExited);
        Assert.InRange(int.Parse(Waiting().Match(lines[^1]).Groups[1].ValueSpan, default), 1, 60);
        replay.Kill(); // the rest of the minute is the portal's, not the test's
        Assert.Equal(2, (await busy.InboxOf(busy.Alice).ListAsync(new InboxQuery())).Page.Items.Count);
    }

    [Theory]
    [InlineData("np_nobody_s", null, "does not know this key")]
    [InlineData(null, Scopes.InboxRead, "activities:write")]
    [InlineData(null, Scopes.ActivitiesWrite, "400", "recipients[0]")]
    public async Task A_refusal_is_said_in_words(string? key, string? scope, params string[] said)
    {
        key ??= await portal.KeyAsync(scope!, portal.Alice);

        var (exitCode, _, errors) = await ReplayAsync("--url", portal.Address.ToString(), "--key", key, "--to", said.Length > 1 ? new string('x', 256) : portal.Alice.Email!);

        Assert.Equal(1, exitCode);
        Assert.All(said, words => Assert.Contains(words, errors, StringComparison.Ordinal));
        Assert.DoesNotContain("    at ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cannot be reached", "--url", "http://127.0.0.1:9", "--key", "np_k", "--to", "a")]
    [InlineData("--key", "--to", "a")]
    [InlineData("--to", "--key", "np_k")]
    [InlineData("--pace", "--key", "np_k", "--to", "a", "--pace", "soon")]
    [InlineData("--limit", "--key", "np_k", "--to", "a", "--limit", "0")]
    [InlineData("--bogus", "--bogus")]
    public async Task What_cannot_work_is_said_in_words(string said, params string[] arguments)
    {
        var (exitCode, _, errors) = await ReplayAsync(arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("    at ", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> ReplayAsync(params string[] arguments)
    {
        using var node = Start(arguments);
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        return (node.ExitCode, await output, await errors);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("node", ["replay.mjs", .. arguments])
    {
        WorkingDirectory = Sample,
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    [GeneratedRegex(@"(\d+) deliveries: (\d+) to send, (\d+) skipped that nobody waits for")]
    private static partial Regex Counts();

    [GeneratedRegex(@"429: .* (\d+) s")]
    private static partial Regex Waiting();

    private sealed class Busy() : ApiPortal(("Api:RequestsPerMinute", "2")), IDisposable
    {
        public void Dispose() => App.Dispose();
    }
}
