using System.Diagnostics;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>A service manager asks it to stop while pages and streams are open and others publish.</summary>
[Collection(FaultTests.Name)]
public sealed class StoppedTests(FaultGround ground)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    [Rule("F21")]
    public async Task It_says_goodbye_ends_in_time_and_keeps_what_it_has_acknowledged()
    {
        var count = Scale.Of(100, 1000);
        using var portal = new FaultPortal(ground);
        await portal.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = portal.Address };
        await using var pages = await CircuitCrowd.OpenAsync(http, "/", [.. Enumerable.Range(0, count).Select(i => ground.Cookies[i % ground.Cookies.Count])]);
        using var client = portal.Client(ground.Readers[FaultGround.Person(1)]);
        await using var stream = await EventStream.OpenAsync(client);
        await stream.BeforeSyncAsync();
        await using var ledger = new Ledger();
        using var publishers = new Publishers(portal, ledger);
        await publishers.MoreAsync(64);

        var asked = Stopwatch.GetTimestamp();
        var code = await portal.Process.StopAsync();
        var took = Stopwatch.GetElapsedTime(asked);

        Assert.Equal(0, code);
        Assert.InRange(took, TimeSpan.Zero, Patience);
        await stream.BeforeAsync(e => e.ToString() == "disconnecting shutdown");
        portal.Kill();
        await portal.StartAsync();
        await publishers.StopAsync();
        Assert.Empty(publishers.Wrong);
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F21 stop", $"{count} pages open: ended after {took.TotalSeconds:0.0} s; {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Refused} refused, {publishers.Unanswered} broke off and were repeated");
    }
}
