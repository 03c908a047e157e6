using System.Diagnostics;
using Microsoft.Playwright;
using NotifyPortal.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd;

/// <summary>The sample in front of the real portal: recorded deliveries of GitHub, seen in a real browser.</summary>
public sealed class GitHubReplayTests(Chromium chromium, DemoPortal portal) : BrowserTest(chromium, portal)
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "../../../../samples/github");

    [Fact]
    public async Task Recorded_deliveries_move_the_bell_of_those_they_are_for()
    {
        Needs.Tool(Needs.Node);
        var key = (await Portal.CommandAsync("keys", "create", "--name", "GitHub", "--scopes", "activities:write")).Split('\n')[^1].Trim();
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await GoAsync(alice, "/notifications?status=unread");
        var before = int.Parse(await alice.GetByTestId("bell-badge").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

        using var replay = Process.Start(new ProcessStartInfo("node",
            ["replay.mjs", "--url", Portal.Url, "--key", key, "--to", $"{Alice},{Bob}", "--pace", "100ms", "--limit", "5"])
        { WorkingDirectory = Sample, UseShellExecute = false, RedirectStandardError = true })!;
        await replay.WaitForExitAsync();
        Assert.True(replay.ExitCode == 0, await replay.StandardError.ReadToEndAsync());

        await Expect(alice.GetByTestId("bell-badge")).ToHaveTextAsync($"{before + 5}");
        await Expect(Rows(alice).First).ToContainTextAsync("via GitHub");
        await Expect(Rows(alice).First.GetByRole(AriaRole.Link).First).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("^https://github.com/"));
    }
}
