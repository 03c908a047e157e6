using Microsoft.Playwright;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>A real browser with a real page: everything up to what a person sees.</summary>
internal sealed class BrowserScenario : Scenario
{
    private const string Chromium = "/usr/bin/chromium";

    // The next window of the page's inbox has begun by then, and the toasts' too.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(330);

    // Notes when the badge's text became what it is, on the clock that this process has, too.
    private const string Watch = """
        () => {
          window.badges = {};
          new MutationObserver(() => {
            const text = document.querySelector("[data-testid=bell-badge]")?.textContent;
            if (text) { window.badges[text] ??= performance.timeOrigin + performance.now(); }
          }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    public override string Number => "S15";

    public override string Name => "browser";

    public override string Title => "POST answered → badge text changed in the DOM of Chromium";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        if (!File.Exists(Chromium))
        {
            report.Note("Not measured: there is no Chromium (Debian: chromium).");

            return;
        }

        using var portal = await LivePortal.StartAsync(options.Pick(1, 3));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var took = new List<double>();

        for (var person = 1; person <= portal.Cookies.Count; person++)
        {
            took.AddRange(await MeasureAsync(browser, portal, person, options.Pick(30, 90)));
        }

        var figure = new Series("ms", took);
        report.Add($"{took.Count} of them, p99 {Figure.Text(figure.Percentile(99))} ms", figure);
        report.AtMost("browser, p50", figure.Median, 25, "ms");
        report.AtMost("browser, p99", figure.Percentile(99), 80, "ms");
    }

    private static async Task<IEnumerable<double>> MeasureAsync(IBrowser browser, LivePortal portal, int person, int count)
    {
        await using var context = await browser.NewContextAsync(new() { BaseURL = portal.Process.Address.ToString() });
        var cookie = portal.Cookies[person - 1].Split('=', 2);
        await context.AddCookiesAsync([new Cookie { Name = cookie[0], Value = cookie[1], Url = portal.Process.Address.ToString() }]);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.Locator("[data-interactive=true]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.EvaluateAsync(Watch);
        var took = new List<double>();

        for (var unread = 1; unread <= count; unread++) // up to 99 the badge says the number
        {
            await portal.SendAsync(Seed.User(person), $"Number {unread}");
            var answered = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
            await page.WaitForFunctionAsync("unread => window.badges[unread]", unread);
            // It may be on the page before the sender has its answer.
            took.Add(Math.Max(0, await page.EvaluateAsync<double>("unread => window.badges[unread]", unread) - answered));
            await Task.Delay(Apart);
        }

        return took.Skip(10); // the first ones warm it
    }
}
