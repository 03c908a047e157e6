using System.Diagnostics;
using Microsoft.Playwright;
using NotifyPortal.Tests.EndToEnd;
using NotifyPortal.Tests.Faults;
using NotifyPortal.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.Replicas;

/// <summary>A person at one replica, an admin at the other: as if there were one portal.</summary>
public abstract class TwoBrowsersTests(ReplicaGround ground, Chromium chromium) : ReplicaTest(ground)
{
    protected const int Person = 3;

    private readonly List<IBrowserContext> contexts = [];

    public override async ValueTask InitializeAsync()
    {
        Needs.Tool(Needs.Browser);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var context in contexts)
        {
            await context.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    [Rule("P4"), Rule("P11")]
    public async Task What_happens_at_one_replica_shows_at_the_other()
    {
        var alice = await OpenAsync(Ground.Passing);
        var page = await GoAsync(alice, Ground.A.Address, "/notifications?status=unread"); // what leads to the open page is not toasted
        var admin = await GoAsync(await OpenAsync(Ground.Cookies[^1]), Ground.B.Address, "/admin/notifications");
        var key = $"shown-{Guid.NewGuid():N}";

        (await Ground.PublishAsync(Ground.B.Address, FaultGround.Person(Person), key, key)).EnsureSuccessStatusCode();
        var told = await SinceAsync(() => Expect(page.GetByTestId("inbox-list").GetByTestId("notification-row").First).ToContainTextAsync(key));
        await Expect(page.GetByTestId("toast").Filter(new() { HasText = key })).ToBeVisibleAsync();

        await admin.GetByTestId("module-switch-notifications").ClickAsync();
        var off = await SinceAsync(() => Expect(page.GetByTestId("bell")).ToHaveCountAsync(0));
        await admin.GetByTestId("module-switch-notifications").ClickAsync();
        await Expect(page.GetByTestId("bell")).ToBeVisibleAsync();

        // Cookies know no ports: the same browser is at both.
        var other = await GoAsync(alice, Ground.B.Address, "/notifications");
        await other.GetByTestId("inbox-list").GetByTestId("notification-row").First.HoverAsync();
        await other.GetByTestId("inbox-list").GetByTestId("notification-row").First.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        var gone = await SinceAsync(() => Expect(page.GetByTestId("inbox-list")).Not.ToContainTextAsync(key));
        await other.GetByRole(AriaRole.Button, new() { Name = "account of" }).ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        var ended = await SinceAsync(() => Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/Account/Login")));

        FaultReport.Say($"P4 two browsers by {Ground.Name}",
            $"at the other replica a notification shows after {told.TotalSeconds:0.00} s, the switch after {off.TotalSeconds:0.00} s, a dismissal after {gone.TotalSeconds:0.00} s; a sign-out ends its page after {ended.TotalSeconds:0.00} s, the browser's own time among them");
        Assert.All([told, off, gone, ended], took => Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
    }

    private static async Task<TimeSpan> SinceAsync(Func<Task> seen)
    {
        var begun = Stopwatch.GetTimestamp();
        await seen();

        return Stopwatch.GetElapsedTime(begun);
    }

    protected async Task<IBrowserContext> OpenAsync(string signIn)
    {
        var context = await chromium.Browser!.NewContextAsync(new() { IgnoreHTTPSErrors = true, Locale = "en-GB" });
        contexts.Add(context);
        var cookie = signIn.Split('=', 2);

        foreach (var where in (Uri[])[Ground.A.Address, Ground.Nginx.SecureAddress])
        {
            await context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = where.ToString() }]);
        }

        return context;
    }

    protected static async Task<IPage> GoAsync(IBrowserContext browser, Uri where, string path)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(where, path).ToString());
        await page.Locator("[data-interactive=true]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

        return page;
    }
}

[Collection(ListenReplicas.Name)]
public sealed class ListenTwoBrowsersTests(ListenGround ground, Chromium chromium) : TwoBrowsersTests(ground, chromium);

[Collection(RedisReplicas.Name)]
public sealed class RedisTwoBrowsersTests(RedisGround ground, Chromium chromium) : TwoBrowsersTests(ground, chromium)
{
    [Fact]
    [Rule("F20")]
    public async Task A_browser_works_through_the_proxy_by_https()
    {
        var page = await GoAsync(await OpenAsync(Ground.Cookies[Person]), Ground.Nginx.SecureAddress, "/notifications");

        await page.GetByTestId("bell").ClickAsync();

        await Expect(page.GetByTestId("bell-panel")).ToBeVisibleAsync();
    }
}
