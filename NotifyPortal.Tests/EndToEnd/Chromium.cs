using Microsoft.Playwright;
using NotifyPortal.Tests.EndToEnd;
using NotifyPortal.Tests.Support;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace NotifyPortal.Tests.EndToEnd;

/// <summary>The one browser of the run; each test opens contexts of its own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium";

    private IPlaywright? playwright;

    public IBrowser? Browser { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path))
        {
            return;
        }

        // What a page is to show is waited for, not timed: the kit's five seconds are less than a busy machine may take.
        Assertions.SetDefaultExpectTimeout((float)Until.Deadline.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
