using System.Collections.Concurrent;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>The process may not have the memory that all who ask at once would take.</summary>
[Collection(FaultTests.Name)]
public sealed class MemoryLimitTests(FaultGround ground)
{
    private const string PagesLimit = "0x6000000"; // 96 MiB

    private const string Limit = "0xA000000"; // 160 MiB: fewer of these requests at once than come fill it

    [Fact]
    [Rule("F4"), Rule("P9")]
    public async Task What_there_is_no_memory_for_at_once_waits_or_is_refused_and_nothing_breaks()
    {
        using var portal = new FaultPortal(ground, _ => [("DOTNET_GCHeapHardLimit", Limit), ("DOTNET_gcServer", "0")]);
        await using var ledger = new Ledger();
        await portal.StartAsync();
        using var publishers = new Publishers(portal, ledger, 4);
        await publishers.MoreAsync(16);
        var answers = new ConcurrentQueue<int>();

        await Task.WhenAll(Enumerable.Range(1, Scale.Of(10, 96)).Select(_ => AskForMuchAsync(portal, answers)));

        var told = string.Join(", ", answers.CountBy(status => status).OrderBy(c => c.Key).Select(c => $"{c.Value} times {c.Key}"));
        await publishers.StopAsync();
        Assert.Empty(publishers.Wrong);
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F4 memory limit", $"asked for too much: {told} (0: broken off); {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Refused} refused");
        Assert.All(answers, status => Assert.True(status is 202 or 429 or 503, told));
    }

    [Fact]
    [Rule("F4"), Rule("P9")]
    public async Task More_pages_than_there_is_memory_for_are_refused_and_those_that_are_open_go_on()
    {
        using var portal = new FaultPortal(ground, _ => [("DOTNET_GCHeapHardLimit", PagesLimit), ("DOTNET_gcServer", "0")]);
        await using var ledger = new Ledger();
        await portal.StartAsync();
        using var publishers = new Publishers(portal, ledger, 4);
        await publishers.MoreAsync(16);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = portal.Address };
        var (pages, refused) = (new ConcurrentBag<CircuitClient>(), 0);

        await Parallel.ForAsync(0, Scale.Of(300, 3000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) =>
        {
            try
            {
                pages.Add(await CircuitClient.OpenAsync(http, "/", ground.Cookies[i % ground.Cookies.Count], cancellationToken: token));
            }
            catch (Exception e) when (IsRefused(e))
            {
                Interlocked.Increment(ref refused);
            }
        });

        var open = pages.Count(page => !page.Ended.IsCompleted);
        await publishers.StopAsync();
        Assert.Empty(publishers.Wrong);
        Assert.Equal(pages.Count, open);
        Assert.True(refused > 0 && open > 0, $"{open} open, {refused} refused");
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F4 memory limit, pages", $"{open} open, {refused} refused; {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled");

        foreach (var page in pages)
        {
            await page.DisposeAsync();
        }
    }

    private static bool IsRefused(Exception e) =>
        e.Message.Contains("503", StringComparison.Ordinal) && e is InvalidOperationException or System.Net.WebSockets.WebSocketException;

    private async Task AskForMuchAsync(FaultPortal portal, ConcurrentQueue<int> answers)
    {
        var one = $$"""{"action": "much.asked", "metadata": { "text": "{{new string('x', 800)}}" } }""";
        var body = $"[{string.Join(',', Enumerable.Repeat(one, 1000))}]";

        try
        {
            using var answer = await portal.AskAsync(HttpMethod.Post, "/api/v1/activities", ground.Sender, body);
            answers.Enqueue((int)answer.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            answers.Enqueue(0);
        }
    }
}
