using System.Diagnostics;
using System.Net;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>The disk is full, and later it is not.</summary>
[Collection(FaultTests.Name)]
public sealed class FullDiskTests(FaultGround ground)
{
    [Fact]
    [Rule("F7"), Rule("P9")]
    public async Task A_full_disk_takes_in_nothing_new_and_keeps_the_rest_working_until_there_is_room()
    {
        using var disk = await SmallDisk.TryMountAsync();
        using var failing = disk is null ? await FaultDisk.MakeAsync() : null; // the next best: one that says it is full
        using var portal = new FaultPortal(ground, database => failing?.Under(database) ?? [], disk?.Path);
        await using var ledger = new Ledger();
        await portal.StartAsync();
        var person = FaultGround.Person(1);
        using var client = portal.Client(ground.Readers[person]);
        await using var stream = await EventStream.OpenAsync(client);
        using var publishers = new Publishers(portal, ledger, 16);
        await publishers.MoreAsync(50);

        disk?.Fill();
        failing?.Fail(DiskCall.Write, DiskFiles.All, FaultDisk.Full, times: int.MaxValue);

        await Until.TrueAsync(() => publishers.Refused > 100 || !publishers.Wrong.IsEmpty, "they are refused");
        var full = await portal.PublishAsync(person, "x", Guid.NewGuid().ToString()).ProblemAsync(503);
        Assert.Contains("disk is full", full.Text("detail"), StringComparison.Ordinal);
        await (disk is null ? Task.CompletedTask : WorksAsync(portal, person));
        Assert.False(stream.Ended.IsCompleted);

        disk?.Free();
        failing?.Heal();

        var freed = Stopwatch.GetTimestamp();
        await publishers.MoreAsync(1);
        var back = Stopwatch.GetElapsedTime(freed);
        await publishers.StopAsync();
        Assert.Empty(publishers.Wrong);
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F7 full disk", $"{found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Refused} refused, 0 times 500; acknowledged again {back.TotalMilliseconds:0} ms after there was room");
    }

    // Reading, dismissing and signing in, which needs a little room itself.
    private async Task WorksAsync(FaultPortal portal, string person)
    {
        var inbox = await portal.AskAsync(HttpMethod.Get, "/api/v1/inbox", ground.Readers[person]).JsonAsync();
        var id = inbox.GetProperty("items")[0].Text("id");
        using var dismissed = await portal.AskAsync(HttpMethod.Post, $"/api/v1/inbox/{id}/dismiss", ground.Readers[person]);
        Assert.True(dismissed.IsSuccessStatusCode, $"{dismissed.StatusCode}");
        using var browser = new PortalBrowser(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = portal.Address });
        using var signedIn = await browser.SignInAsync("alice@example.org");
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
    }
}
