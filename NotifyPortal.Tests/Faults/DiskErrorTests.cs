using System.Diagnostics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>Single calls to the disk that fail, under 32 who publish.</summary>
[Collection(FaultTests.Name)]
public sealed class DiskErrorTests(FaultGround ground)
{
    private static readonly (DiskCall Call, int Error)[] Faults =
    [
        (DiskCall.Write, FaultDisk.InputOutput), (DiskCall.Sync, FaultDisk.InputOutput), (DiskCall.Read, FaultDisk.InputOutput),
        (DiskCall.Truncate, FaultDisk.InputOutput), (DiskCall.Open, FaultDisk.TooManyFiles), (DiskCall.Open, FaultDisk.AccessDenied),
        (DiskCall.Write, FaultDisk.Full),
    ];

    [Fact]
    [Rule("F3"), Rule("P1"), Rule("P9")]
    public async Task A_call_that_fails_costs_a_503_and_the_next_request_is_fine()
    {
        var (portal, disk) = await ground.StandingAsync();
        await using var ledger = new Ledger();
        using var publishers = new Publishers(portal, ledger, 32);
        var reading = ReadAsync(portal, publishers);
        var (injected, back) = (0, new List<TimeSpan>());

        foreach (var (call, error) in Enumerable.Repeat(Faults, Scale.Of(3, 150)).SelectMany(f => f))
        {
            var goal = publishers.Acknowledged + 200;
            disk.Fail(call, DiskFiles.All, error, skip: Random.Shared.Next(call is DiskCall.Write or DiskCall.Sync ? 20 : 2));
            await Until.TrueAsync(() => disk.Failed > 0 || publishers.Acknowledged >= goal || !publishers.Wrong.IsEmpty, $"{call} has failed");
            injected += disk.Failed;
            disk.Heal();
            var failed = Stopwatch.GetTimestamp();
            await publishers.MoreAsync(1);
            back.Add(Stopwatch.GetElapsedTime(failed));
        }

        await publishers.StopAsync();
        await reading;

        Assert.Empty(publishers.Wrong);
        var found = await LedgerCheck.OfAsync(portal, ledger);
        back.Sort();
        FaultReport.Say("F3 I/O errors", $"{injected} injected, {publishers.Refused} requests refused, {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, 0 deaths; the next was acknowledged after {back[back.Count / 2].TotalMilliseconds:0} ms, at worst {back[^1].TotalMilliseconds:0} ms");
        Assert.True(publishers.Refused > 0, "no error met a request");
    }

    // For calls that only who reads makes; it may hear 503, too.
    private async Task ReadAsync(FaultPortal portal, Publishers publishers)
    {
        while (!publishers.IsStopping)
        {
            using var answer = await portal.AskAsync(HttpMethod.Get, "/api/v1/inbox", ground.Readers[FaultGround.Person(1)]);
            Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}");
        }
    }
}
