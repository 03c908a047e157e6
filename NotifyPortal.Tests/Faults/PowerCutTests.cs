using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>The power goes while 64 publish: what was not synced is gone, or there in part.</summary>
[Collection(FaultTests.Name)]
public sealed class PowerCutTests(FaultGround ground)
{
    [Fact]
    [Rule("F2"), Rule("P1")]
    public async Task What_was_acknowledged_survives_a_power_cut_at_any_moment()
    {
        using var disk = await FaultDisk.MakeAsync();
        disk.Delay = TimeSpan.FromMilliseconds(5); // where a sync is nearly free, an answer before it would hardly be seen
        using var portal = new FaultPortal(ground, database => disk.Under(database, recorded: true));
        await using var ledger = new Ledger();
        await portal.StartAsync();

        using (var publishers = new Publishers(portal, ledger))
        {
            await publishers.MoreAsync(Scale.Of(800, 5000));
            await publishers.StopAsync();
            Assert.Empty(publishers.Wrong);
        }

        portal.Kill();
        var record = DiskRecord.Read(disk.Record);
        var acknowledged = await ledger.ReadAsync();
        Assert.Contains(record, e => e is { Kind: DiskEntryKind.Written, File: 0 }); // the log was moved into the file meanwhile

        var found = await CutAsync(record, Cuts(record, Scale.Of(40, 500)), acknowledged);
        FaultReport.Say("F2 power cut", $"{found.Disks} disks after cuts, {acknowledged.Count} acknowledged, {found.Lost} lost, 0 corrupt; the same cuts without the log's syncs: {found.LostWithoutSyncs} lost at worst");
        Assert.Equal(0, found.Lost);
        Assert.True(found.LostWithoutSyncs > 0, "the cuts prove nothing: they lose nothing without syncs either");
    }

    // Just before an entry; what was answered before it began must be there.
    private static List<int> Cuts(IReadOnlyList<DiskEntry> record, int count)
    {
        var possible = Enumerable.Range(1, record.Count - 1).Where(i => record[i].Kind != DiskEntryKind.SyncEnded).ToArray();

        return [.. Random.Shared.GetItems(possible, count).Append(possible[^1]).Distinct().Order()];
    }

    private async Task<(int Disks, int Lost, int LostWithoutSyncs)> CutAsync(IReadOnlyList<DiskEntry> record, IReadOnlyList<int> cuts, IReadOnlyList<Acknowledged> acknowledged)
    {
        using var directory = new TempDirectory();
        ground.ProvideAt(directory["before"]);
        var before = await File.ReadAllBytesAsync(directory["before"]);
        CutDisk[] files = [new(before), new([])], lazy = [new(before), new([])];
        var (done, disks, lost, lostWithoutSyncs) = (0, 0, 0, 0);

        foreach (var cut in cuts)
        {
            for (; done < cut; done++)
            {
                files[record[done].File].Take(record[done]);
                lazy[record[done].File].Take(record[done], keepsPromises: record[done].File == 0);
            }

            var answered = acknowledged.Where(a => a.At < record[cut].At).ToList();

            foreach (var survival in Enum.GetValues<Survival>())
            {
                var image = await WriteAsync(directory[$"{++disks}.db"], files, survival);
                Assert.False(LogDamage.IsIn(image + "-wal")); // a cut is no damage
                Assert.Equal("ok", await SqliteDatabase.ScalarAsync(image, "PRAGMA integrity_check"));
                var found = await LedgerCheck.OfAsync(image, answered);
                Assert.Equal((0, 0), (found.Doubled, found.Disordered));
                Assert.Empty(survival == Survival.SomeSectors ? await ground.ProblemsAsync(image) : []); // the worst that can be
                lost += found.Lost;
            }

            var lazily = await WriteAsync(directory[$"lazy{disks}.db"], lazy, Survival.Synced);
            lostWithoutSyncs = Math.Max(lostWithoutSyncs, (await LedgerCheck.OfAsync(lazily, answered)).Lost);
        }

        return (disks, lost, lostWithoutSyncs);
    }

    private static async Task<string> WriteAsync(string image, CutDisk[] files, Survival survival)
    {
        await File.WriteAllBytesAsync(image, files[0].AfterCut(survival, Random.Shared));
        await File.WriteAllBytesAsync(image + "-wal", files[1].AfterCut(survival, Random.Shared));

        return image;
    }
}
