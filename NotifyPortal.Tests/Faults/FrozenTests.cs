using System.Diagnostics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>The process gets no processor time for a while, as in a pause of its machine.</summary>
[Collection(FaultTests.Name)]
public sealed class FrozenTests(FaultGround ground)
{
    [Fact]
    [Rule("F5")]
    public async Task After_the_thaw_everything_goes_on_and_no_stream_has_broken()
    {
        var (portal, _) = await ground.StandingAsync();
        var person = FaultGround.Person(1);
        using var client = portal.Client(ground.Readers[person]);
        await using var stream = await EventStream.OpenAsync(client);
        await stream.BeforeSyncAsync();
        await using var ledger = new Ledger();
        using var publishers = new Publishers(portal, ledger);
        await publishers.MoreAsync(64);
        var frozen = TimeSpan.FromSeconds(Scale.Of(2, 10));

        await portal.Process.SignalAsync("STOP");
        var late = portal.PublishAsync(person, "Late", "late");
        await Task.Delay(frozen); // the fault itself
        await portal.Process.SignalAsync("CONT");

        var thawed = Stopwatch.GetTimestamp();
        (await late).EnsureSuccessStatusCode();
        var answered = Stopwatch.GetElapsedTime(thawed);
        await stream.BeforeAsync(e => e is { Name: "notification" } && e.ToString().StartsWith("new", StringComparison.Ordinal) && e.Title == "Late");
        var shown = Stopwatch.GetElapsedTime(thawed);
        await publishers.StopAsync();
        Assert.Empty(publishers.Wrong);
        Assert.False(stream.Ended.IsCompleted);
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F5 freeze", $"{frozen.TotalSeconds} s, {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, 0 streams broken; after the thaw answered within {answered.TotalMilliseconds:0} ms and shown within {shown.TotalMilliseconds:0} ms");
    }
}
