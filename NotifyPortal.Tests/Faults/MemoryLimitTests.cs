using System.Collections.Concurrent;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>The process may not have the memory that all who ask at once would take.</summary>
[Collection(FaultTests.Name)]
public sealed class MemoryLimitTests(FaultGround ground)
{
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
