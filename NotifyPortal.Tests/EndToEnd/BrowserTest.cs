using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.EndToEnd;

/// <summary>Real browsers against a real process of the portal with its demo data. No page may report an error or a policy it broke.</summary>
[Collection(DemoPortal.Collection)]
public abstract class BrowserTest(Chromium chromium, DemoPortal portal) : IAsyncLifetime
{
    protected const string Alice = "alice@demo.local";
    protected const string Bob = "bob@demo.local";
    protected const string Admin = "admin@demo.local";

    private readonly ConcurrentQueue<string> complaints = new();
    private readonly List<IBrowserContext> contexts = [];

    protected DemoPortal Portal => portal;

    public ValueTask InitializeAsync()
    {
        Needs.Tool(Needs.Browser);

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);

        foreach (var context in contexts)
        {
            await context.DisposeAsync();
        }

        Assert.Empty(complaints);
    }

    /// <summary>A browser of its own; nobody is signed in.</summary>
    protected async Task<IPage> OpenAsync(int width = 1200, int height = 800, bool touch = false, ColorScheme theme = ColorScheme.Light)
    {
        var context = await chromium.Browser!.NewContextAsync(new()
        {
            BaseURL = portal.Url,
            ViewportSize = new() { Width = width, Height = height },
            HasTouch = touch,
            IsMobile = touch,
            ColorScheme = theme,
            Locale = "en-GB",
        });
        contexts.Add(context);
        context.SetDefaultTimeout((float)Until.Deadline.TotalMilliseconds);

        return await TabAsync(context);
    }

    /// <summary>Another tab of the same browser.</summary>
    protected async Task<IPage> TabAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                complaints.Enqueue(message.Text);
            }
        };

        return page;
    }

    /// <summary>Signs a browser in by the form, as people do.</summary>
    protected static async Task<IPage> SignInAsync(IPage page, string email)
    {
        await page.GotoAsync("/Account/Login");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync("Notify-demo-1!");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("/Account/"));
        await InteractiveAsync(page);

        return page;
    }

    /// <summary>Goes to a page and waits until its circuit answers.</summary>
    protected static async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await InteractiveAsync(page);
    }

    /// <summary>The bell speaks only once the circuit is up.</summary>
    protected static Task InteractiveAsync(IPage page) =>
        page.Locator("[data-interactive=true]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

    protected static ILocator Bell(IPage page) => page.GetByTestId("bell");

    protected static ILocator Rows(IPage page) => page.GetByTestId("inbox-list").GetByTestId("notification-row");

    protected static ILocator PanelRows(IPage page) => page.GetByTestId("bell-panel").GetByTestId("notification-row");

    /// <summary>Composes as an admin on the overview page.</summary>
    protected static async Task ComposeAsync(IPage overview, string email, string title)
    {
        await overview.GetByTestId("compose").ClickAsync();
        await overview.GetByLabel("E-mail address").FillAsync(email);
        await overview.GetByLabel("Title").FillAsync(title);
        await Assertions.Expect(overview.GetByTestId("compose-preview")).ToContainTextAsync("1 person");
        await overview.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(overview.GetByTestId("compose-dialog")).ToBeHiddenAsync();
    }
}
