using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>Something else wrote into the files while the portal was down.</summary>
[Collection(FaultTests.Name)]
public sealed class DamagedFileTests(FaultGround ground)
{
    private const int Page = 4096, LogHeader = 32, FrameHeader = 24;

    [Fact]
    [Rule("F9")]
    public async Task Noise_in_the_database_or_its_log_is_found_at_the_start_and_left_untouched()
    {
        using var portal = new FaultPortal(ground);
        await using var ledger = new Ledger();
        await portal.StartAsync();

        using (var publishers = new Publishers(portal, ledger, 8))
        {
            await publishers.MoreAsync(100);
            await publishers.StopAsync();
        }

        portal.Kill();
        var (database, log) = (await File.ReadAllBytesAsync(portal.Database), await File.ReadAllBytesAsync(portal.Database + "-wal"));

        await RefusedAsync(portal, log, "-wal", LogHeader + ((FrameHeader + Page) * (log.Length / (FrameHeader + Page) / 2)));
        await RefusedAsync(portal, database, "", Page * (database.Length / Page / 2));

        await portal.StartAsync();
        var found = await LedgerCheck.OfAsync(portal, ledger);
        var (tried, detected) = await TryPagesAsync(Scale.Of(40, 200));
        FaultReport.Say("F9 damage", $"{detected} of {tried} damaged page headers found, noise in the log found; put right, {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled");
        Assert.Equal(tried, detected);
    }

    private static async Task RefusedAsync(FaultPortal portal, byte[] sound, string file, int at)
    {
        var noise = sound.ToArray();
        Random.Shared.NextBytes(noise.AsSpan(at, Page));
        await File.WriteAllBytesAsync(portal.Database + file, noise);

        for (var starts = 0; starts < 2; starts++) // whoever is told to start it again hears the same
        {
            var (exitCode, refused) = await PortalProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--Database:ConnectionString", $"Data Source={portal.Database}"]);

            using (refused)
            {
                Assert.Equal(1, exitCode);
                Assert.Contains("is damaged", Assert.Single(refused.Errors), StringComparison.Ordinal);
                Assert.Contains("restore a backup", refused.Errors[0], StringComparison.Ordinal);
            }
        }

        Assert.Equal(noise, await File.ReadAllBytesAsync(portal.Database + file));
        await File.WriteAllBytesAsync(portal.Database + file, sound);
    }

    // As the start asks; a process for each would take long.
    private async Task<(int Tried, int Detected)> TryPagesAsync(int tries)
    {
        using var directory = new TempDirectory();
        ground.ProvideAt(directory["sound.db"]);
        var sound = await File.ReadAllBytesAsync(directory["sound.db"]);
        var pages = BinaryPrimitives.ReadInt32BigEndian(sound.AsSpan(28));
        var detected = 0;

        for (var i = 0; i < tries; i++)
        {
            var damaged = sound.ToArray();
            Random.Shared.NextBytes(damaged.AsSpan(Page * Random.Shared.Next(pages), 16)); // of the first page, what it is a database by
            await File.WriteAllBytesAsync(directory[$"{i}.db"], damaged);
            detected += await IsFoundAsync(directory[$"{i}.db"]) ? 1 : 0;
        }

        return (tries, detected);
    }

    private static async Task<bool> IsFoundAsync(string path)
    {
        try
        {
            return await SqliteDatabase.ScalarAsync(path, "PRAGMA quick_check(1)") is not "ok";
        }
        catch (SqliteException)
        {
            return true; // it cannot even be opened
        }
    }
}
