using System.Diagnostics;
using Microsoft.Data.Sqlite;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>Another process has the database: to write, or to read for long.</summary>
[Collection(FaultTests.Name)]
public sealed class HeldDatabaseTests(FaultGround ground)
{
    [Fact]
    [Rule("F10"), Rule("P9")]
    public async Task Who_writes_waits_for_another_process_or_hears_503()
    {
        var (portal, _) = await ground.StandingAsync();
        await using var ledger = new Ledger();
        using var publishers = new Publishers(portal, ledger);
        await publishers.MoreAsync(64);
        using var other = await HoldAsync(portal, "BEGIN IMMEDIATE");

        var held = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(Scale.Of(1, 3))); // the fault itself
        Assert.Equal(0, publishers.Refused);
        await Until.TrueAsync(() => publishers.Refused > 0 || !publishers.Wrong.IsEmpty, "who waits longer than the busy timeout is refused");
        var patience = Stopwatch.GetElapsedTime(held);
        await Task.Delay(TimeSpan.FromSeconds(Scale.Of(0, 25)));
        var released = Stopwatch.GetTimestamp();
        other.Dispose();
        await publishers.MoreAsync(1);
        var back = Stopwatch.GetElapsedTime(released);
        await publishers.StopAsync();

        Assert.Empty(publishers.Wrong);
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F10 held database", $"{found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Refused} refused, the first after {patience.TotalSeconds:0.0} s; acknowledged again {back.TotalMilliseconds:0} ms after the release");
    }

    [Fact]
    [Rule("F11")]
    public async Task The_log_is_small_again_when_a_long_reader_has_ended()
    {
        const int Junk = 70 * 1024 * 1024; // more than the log may hold without a word
        var (portal, _) = await ground.StandingAsync();
        var log = new FileInfo(portal.Database + "-wal");
        using var reader = await HoldAsync(portal, "BEGIN; SELECT count(*) FROM \"Notifications\"");
        await SqliteDatabase.ExecuteAsync(portal.Database, $"CREATE TABLE junk (it BLOB); INSERT INTO junk VALUES (zeroblob({Junk})); DROP TABLE junk");
        await using var ledger = new Ledger();
        using var publishers = new Publishers(portal, ledger);

        await Until.TrueAsync(() => portal.Output.Contains("The write-ahead log holds", StringComparison.Ordinal) || !publishers.Wrong.IsEmpty, "it is said that the log grows");
        log.Refresh();
        var grown = log.Length;
        reader.Dispose();
        await Until.TrueAsync(() => Shrunk(log) || !publishers.Wrong.IsEmpty, "the log is small again");
        await publishers.StopAsync();

        Assert.Empty(publishers.Wrong);
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("F11 long reader", $"{found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Refused} refused; the log grew to {grown >> 20} MiB and shrank to {log.Length >> 20} MiB");
        Assert.True(grown > Junk);
    }

    private static bool Shrunk(FileInfo log)
    {
        log.Refresh();

        return log.Length <= 64 << 20; // what journal_size_limit cuts it to
    }

    private static async Task<SqliteConnection> HoldAsync(FaultPortal portal, string sql)
    {
        var connection = new SqliteConnection($"Data Source={portal.Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteScalarAsync();

        return connection;
    }
}
