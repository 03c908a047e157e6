using System.Diagnostics;
using Microsoft.Playwright;
using NotifyPortal.Tests.EndToEnd;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>A disk that takes its time for each sync.</summary>
[Collection(FaultTests.Name)]
public sealed class SlowDiskTests(FaultGround ground, Chromium chromium)
{
    [Theory]
    [Rule("F6")]
    [InlineData(5)]
    [InlineData(50)]
    public async Task Many_share_a_sync_and_reading_does_not_wait_for_it(int milliseconds)
    {
        var (portal, disk) = await ground.StandingAsync();
        await using var ledger = new Ledger();
        disk.Delay = TimeSpan.FromMilliseconds(milliseconds);

        try
        {
            using var publishers = new Publishers(portal, ledger);
            await publishers.MoreAsync(64);
            var (begun, before, reads) = (Stopwatch.GetTimestamp(), publishers.Acknowledged, new List<TimeSpan>());

            while (publishers.Acknowledged < before + Scale.Of(500, 20_000))
            {
                var asked = Stopwatch.GetTimestamp();
                (await portal.AskAsync(HttpMethod.Get, "/api/v1/inbox/unread-count", ground.Readers[FaultGround.Person(1)])).EnsureSuccessStatusCode();
                reads.Add(Stopwatch.GetElapsedTime(asked));
            }

            var took = Stopwatch.GetElapsedTime(begun);
            var done = publishers.Acknowledged - before;
            await publishers.StopAsync();
            reads.Sort();

            FaultReport.Say($"F6 slow disk, {milliseconds} ms", $"{done / took.TotalSeconds:0} acknowledged per second, {done * milliseconds / took.TotalMilliseconds:0.0} in the time of one sync; a read takes {reads[reads.Count / 2].TotalMilliseconds:0.0} ms, p99 {reads[reads.Count * 99 / 100].TotalMilliseconds:0.0} ms");
            Assert.Empty(publishers.Wrong);
            Assert.Equal(0, publishers.Refused);
            Assert.True(milliseconds < 50 || done * milliseconds / took.TotalMilliseconds > 4, "each waited for a sync of its own");
        }
        finally
        {
            disk.Delay = default;
        }

        await LedgerCheck.OfAsync(portal, ledger);
    }

    [Fact]
    [Rule("F6")]
    public async Task At_half_a_second_for_each_sync_a_page_still_answers_clicks()
    {
        Needs.Tool(Needs.Browser);
        var (portal, disk) = await ground.StandingAsync();
        await using var browser = await chromium.Browser!.NewContextAsync(new() { BaseURL = portal.Address!.ToString() });
        var cookie = ground.Cookies[0].Split('=', 2);
        await browser.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = portal.Address.ToString() }]);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/");
        await page.Locator("[data-interactive=true]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        var (bell, panel, clicks) = (page.GetByTestId("bell"), page.GetByTestId("bell-panel"), new List<TimeSpan>());
        await using var ledger = new Ledger();
        disk.Delay = TimeSpan.FromMilliseconds(500);

        try
        {
            using var publishers = new Publishers(portal, ledger);
            await publishers.MoreAsync(1);

            for (var i = 0; i < Scale.Of(10, 100); i++)
            {
                var clicked = Stopwatch.GetTimestamp();
                await bell.ClickAsync();
                await panel.WaitForAsync();
                clicks.Add(Stopwatch.GetElapsedTime(clicked));
                await page.Keyboard.PressAsync("Escape");
                await panel.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
            }

            await publishers.StopAsync();
            Assert.Empty(publishers.Wrong);
        }
        finally
        {
            disk.Delay = default;
        }

        clicks.Sort();
        FaultReport.Say("F6 slow disk, 500 ms", $"a click opens the bell after {clicks[clicks.Count / 2].TotalMilliseconds:0} ms, p99 {clicks[clicks.Count * 99 / 100].TotalMilliseconds:0} ms, the browser's own time among them");
        await LedgerCheck.OfAsync(portal, ledger);
    }
}
