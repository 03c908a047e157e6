using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.EndToEnd.Script;

/// <summary>The script in a real browser, against a stream that says what the test wants.</summary>
public abstract class ScriptTest(Chromium chromium) : IAsyncLifetime
{
    private const string Listening = """
        window.heard = [];
        for (const name of ["notification", "status", "unread", "error"]) {
          document.addEventListener(`notify:${name}`, e => heard.push({ name, detail: e.detail }));
        }
        """;

    private readonly ConcurrentQueue<string> complaints = new();

    protected ScriptedStream Server { get; } = new();

    protected IBrowserContext Browser { get; private set; } = default!;

    public async ValueTask InitializeAsync()
    {
        Needs.Tool(Needs.Browser);
        await Server.StartAsync();
        Browser = await chromium.Browser!.NewContextAsync(new() { BaseURL = Server.Url, ViewportSize = new() { Width = 1200, Height = 800 } });
        Browser.SetDefaultTimeout((float)Until.Deadline.TotalMilliseconds);
        await Browser.AddInitScriptAsync(Listening);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);

        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        await Server.DisposeAsync();
        Assert.Empty(complaints);
    }

    /// <summary>A page with the script on it, and, when asked for, time that the test moves on.</summary>
    protected async Task<IPage> OpenAsync(bool clock = false)
    {
        var page = await Browser.NewPageAsync();
        page.PageError += (_, error) => complaints.Enqueue(error);

        if (clock)
        {
            await page.Clock.InstallAsync();
        }

        await page.GotoAsync("/");

        if (clock)
        {
            await StopTimeAsync(page);
        }

        return page;
    }

    /// <summary>From now on time moves only when the test moves it.</summary>
    protected static async Task StopTimeAsync(IPage page)
    {
        // It can be stopped only at a time to come: on a busy machine that is further away.
        for (var ahead = 500; !await TryStopTimeAsync(page, ahead); ahead *= 2)
        {
        }
    }

    private static async Task<bool> TryStopTimeAsync(IPage page, int ahead)
    {
        try
        {
            await page.Clock.PauseAtAsync(DateTimeOffset.FromUnixTimeMilliseconds(await page.EvaluateAsync<long>("ahead => Date.now() + ahead", ahead)).UtcDateTime);

            return true;
        }
        catch (PlaywrightException e) when (e.Message.Contains("to the past", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>A notification as the stream says it.</summary>
    protected static string Message(
        long id, string title, string mode = "queued", string type = "generic", string? group = null, bool updated = false, string severity = "info", string? link = null,
        double? at = null) => JsonSerializer.Serialize(new
        {
            id = id.ToString(CultureInfo.InvariantCulture),
            type,
            mode,
            created_at = at ?? id,
            payload = new { title, text = (string?)null, severity, link },
            group,
            updated = updated ? true : (bool?)null,
        });

    protected static string Dismissed(long id) =>
        $$$"""{"id":"{{{id}}}","type":"dismissed","mode":"timeseries","created_at":1,"payload":{"notification_id":"{{{id}}}"}}""";

    protected const string Disconnecting = """{"id":"x","type":"disconnecting","mode":"timeseries","created_at":1,"payload":{"reason":"shutdown"}}""";

    protected static ILocator Toasts(IPage page) => page.GetByTestId("toast");

    protected static ILocator Texts(IPage page) => Toasts(page).Locator(".notify-toast__body");

    /// <summary>What the page's listeners were told, as JSON.</summary>
    protected static async Task<IReadOnlyList<JsonElement>> HeardAsync(IPage page, string name) =>
        [.. JsonElement.Parse(await page.EvaluateAsync<string>("name => JSON.stringify(heard.filter(h => h.name === name).map(h => h.detail))", name)).EnumerateArray()];

    protected static async Task<IReadOnlyList<string>> StatusesAsync(IPage page) =>
        [.. (await HeardAsync(page, "status")).Select(s => s.GetProperty("status").GetString()!)];

    protected static Task StatusAsync(IPage page, string status) => page.WaitForFunctionAsync("status => notifyPortal.status === status", status);

    /// <summary>Loses or gains the focus, as far as a page can tell; a headless browser never does by itself.</summary>
    protected static Task BlurAsync(IPage page) => page.EvaluateAsync("dispatchEvent(new Event('blur'))");

    protected static Task FocusAsync(IPage page) => page.EvaluateAsync("dispatchEvent(new Event('focus'))");

    /// <summary>Hides or shows the page, as far as it can tell.</summary>
    protected static Task HideAsync(IPage page, bool hidden) => page.EvaluateAsync(
        "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }", hidden);
}
