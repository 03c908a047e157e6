using System.Diagnostics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>A disk that takes its time for each sync.</summary>
[Collection(FaultTests.Name)]
public sealed class SlowDiskTests(FaultGround ground)
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
}
