using System.Net;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>The database's files are taken away, or may not be written to.</summary>
[Collection(FaultTests.Name)]
public sealed class LostFileTests(FaultGround ground)
{
    private const int NoWriting = 30; // EROFS

    [Fact]
    [Rule("F8"), Rule("P1")]
    public async Task Nothing_is_acknowledged_into_a_file_that_was_moved_away_and_no_empty_one_takes_its_place()
    {
        using var portal = new FaultPortal(ground);
        await using var ledger = new Ledger();
        await portal.StartAsync();
        using var publishers = new Publishers(portal, ledger, 16);
        await publishers.MoreAsync(50);

        var before = publishers.Acknowledged;
        File.Move(portal.Database, portal.Database + ".gone");

        await Until.TrueAsync(() => publishers.Refused > 100 || !publishers.Wrong.IsEmpty, "they are refused", TimeSpan.FromSeconds(20));
        var acknowledged = publishers.Acknowledged;
        await Until.TrueAsync(() => publishers.Refused > 300 || !publishers.Wrong.IsEmpty, "they are still refused", TimeSpan.FromSeconds(20));
        Assert.Empty(publishers.Wrong);
        Assert.Equal(acknowledged, publishers.Acknowledged);
        Assert.InRange(acknowledged - before, 0, 200); // those on their way; a writer that does not notice goes on for thousands
        portal.Kill();
        var (exitCode, refused) = await PortalProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--Database:ConnectionString", $"Data Source={portal.Database}"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("is gone", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.False(File.Exists(portal.Database));
        refused.Dispose();

        File.Move(portal.Database + ".gone", portal.Database);
        await portal.StartAsync();

        await publishers.StopAsync();
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F8 file moved away", $"{found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Refused} refused; the next start refused in one line");
    }

    [Fact]
    [Rule("F8")]
    public async Task A_disk_that_may_only_be_read_is_read()
    {
        var (portal, disk) = await ground.StandingAsync();
        await using var ledger = new Ledger();
        using var publishers = new Publishers(portal, ledger, 16);
        await publishers.MoreAsync(16);
        disk.Fail(DiskCall.Write, DiskFiles.All, NoWriting, times: int.MaxValue);

        await Until.TrueAsync(() => publishers.Refused > 50 || !publishers.Wrong.IsEmpty, "they are refused");
        using var read = await portal.AskAsync(HttpMethod.Get, "/api/v1/inbox", ground.Readers[FaultGround.Person(2)]);
        disk.Heal();
        await publishers.MoreAsync(16);
        await publishers.StopAsync();

        Assert.Empty(publishers.Wrong);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F8 read-only", $"{found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Refused} refused");
    }
}
