using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>kill -9 at any moment, while 64 publish.</summary>
[Collection(FaultTests.Name)]
public sealed class KilledWhilePublishingTests(FaultGround ground)
{
    private const int RepeatedAgain = 64;

    [Fact]
    [Rule("F1"), Rule("P1"), Rule("P2"), Rule("P3"), Rule("P13")]
    public async Task What_was_acknowledged_is_there_once_and_in_order_whenever_it_is_killed()
    {
        using var portal = new FaultPortal(ground);
        await using var ledger = new Ledger();
        await portal.StartAsync();
        using var publishers = new Publishers(portal, ledger);
        var back = new List<TimeSpan>();
        var (kills, least) = (0, Scale.Of(2, 20));

        // One that meets no request, because all are noting their answers, proves little.
        for (; kills < least || (publishers.Unanswered == 0 && kills < 5 * least); kills++)
        {
            await publishers.MoreAsync(1);
            await Task.Delay(Random.Shared.Next(100, Scale.Of(900, 5000))); // the fault's own moment, not a wait for anything
            SpinWait.SpinUntil(() => publishers.Asking > 0, Until.Deadline);
            portal.Kill();
            back.Add(await portal.StartAsync());
        }

        await publishers.StopAsync();

        Assert.Empty(publishers.Wrong);
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F1 kill -9", $"{kills} kills, {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Unanswered} broke off and were repeated; back after {back.Min().TotalSeconds:0.0} to {back.Max().TotalSeconds:0.0} s");
        Assert.True(publishers.Unanswered > 0, "no kill met a request");
        await RepeatAsync(portal, await ledger.ReadAsync());
    }

    private static async Task RepeatAsync(FaultPortal portal, IReadOnlyList<Acknowledged> ledger)
    {
        foreach (var entry in Random.Shared.GetItems(ledger.ToArray(), RepeatedAgain))
        {
            using var again = await portal.PublishAsync(entry.Recipient, entry.Key, entry.Key);
            var id = (await Task.FromResult(again).JsonAsync(System.Net.HttpStatusCode.Created)).Text("notificationId");
            Assert.Equal(($"{entry.Id}", true), (id, again.Headers.Contains("Idempotent-Replayed")));
            using var other = await portal.PublishAsync(entry.Recipient, "Another text", entry.Key);
            Assert.Equal(System.Net.HttpStatusCode.Conflict, other.StatusCode);
        }
    }
}
