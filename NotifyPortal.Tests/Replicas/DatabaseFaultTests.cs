using System.Diagnostics;
using NotifyPortal.Tests.Faults;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>The database server goes, hangs, or answers into the void, under 32 who publish at both replicas.</summary>
public abstract class DatabaseFaultTests(ReplicaGround ground) : ReplicaTest(ground)
{
    // What the portal gives its server, and a little for a machine that has more to do.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5) + TimeSpan.FromSeconds(1);

    [Fact]
    [Rule("F12"), Rule("P1"), Rule("P9")]
    public async Task A_crashed_server_costs_a_503_and_nothing_that_was_acknowledged()
    {
        await using var ledger = new Ledger();
        using var publishers = new Publishers(Target(Either), ledger, 32);
        var back = new List<TimeSpan>();

        for (var times = 0; times < Scale.Of(2, 20); times++)
        {
            await publishers.MoreAsync(100);
            await (times % 2 == 0 ? Ground.Postgres.RestartAsync() : EndAllAsync());
            back.Add(await BackAsync());
        }

        await publishers.StopAsync();

        Assert.Empty(publishers.Wrong);
        var found = await Ground.CheckAsync(ledger);
        FaultReport.Say($"F12 PostgreSQL restarted, {Ground.Name}",
            $"{back.Count} times crashed or all connections ended: {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Refused} refused, {publishers.Unanswered} broke off; both replicas store again {back.Max().TotalSeconds:0.0} s after it at worst");
        Assert.InRange(back.Max(), TimeSpan.Zero, Healed);
    }

    [Fact]
    [Rule("F13"), Rule("P9")]
    public async Task A_server_that_hangs_is_given_up_in_time_and_used_again_when_it_goes_on()
    {
        await using var ledger = new Ledger();
        using var publishers = new Publishers(Target(Either), ledger, 32);
        await publishers.MoreAsync(100);

        Ground.Postgres.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(8)); // the fault itself
        Ground.Postgres.Thaw();
        var back = await BackAsync();
        await publishers.StopAsync();

        Assert.Empty(publishers.Wrong);
        var found = await Ground.CheckAsync(ledger);
        var failing = publishers.Failing.Order().ToList();
        var p99 = failing[failing.Count * 99 / 100];
        FaultReport.Say($"F13 PostgreSQL hangs, {Ground.Name}",
            $"{failing.Count} requests failed, p99 after {p99.TotalSeconds:0.0} s, at worst {failing[^1].TotalSeconds:0.0} s; both replicas store again {back.TotalSeconds:0.0} s after it went on; {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled");
        Assert.InRange(p99, TimeSpan.Zero, Patience);
        Assert.InRange(back, TimeSpan.Zero, Healed);
    }

    private async Task<TimeSpan> BackAsync()
    {
        var begun = Stopwatch.GetTimestamp();

        foreach (var where in (Uri[])[Ground.A.Address, Ground.B.Address])
        {
            await Until.TrueAsync(async () =>
            {
                var key = $"back-{Guid.NewGuid():N}";
                using var answer = await Ground.PublishAsync(where, FaultGround.Person(1), key, key);

                return answer.IsSuccessStatusCode;
            }, "it stores again");
        }

        return Stopwatch.GetElapsedTime(begun);
    }

    private Task EndAllAsync() => Ground.Postgres.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'");
}

[Collection(ListenReplicas.Name)]
public sealed class ListenDatabaseFaultTests(ListenGround ground) : DatabaseFaultTests(ground);

[Collection(RedisReplicas.Name)]
public sealed class RedisDatabaseFaultTests(RedisGround ground) : DatabaseFaultTests(ground)
{
    [Fact]
    [Rule("F14"), Rule("P2")]
    public async Task A_commit_that_nobody_hears_of_is_not_repeated_with_the_request()
    {
        await using var ledger = new Ledger();
        Ground.ToPostgres.CutsCommits = 3;

        try
        {
            using var publishers = new Publishers(Target(() => Ground.A.Address), ledger, 32);
            var goal = Ground.ToPostgres.Cut + Scale.Of(20, 1000);
            await Until.TrueAsync(() => Ground.ToPostgres.Cut >= goal || !publishers.Wrong.IsEmpty, "so many commits were cut", TimeSpan.FromMinutes(10));
            await publishers.StopAsync();
            Assert.Empty(publishers.Wrong);
        }
        finally
        {
            Ground.ToPostgres.CutsCommits = 0;
        }

        var found = await Ground.CheckAsync(ledger);
        FaultReport.Say("F14 cut in COMMIT", $"{Ground.ToPostgres.Cut} commits whose answer did not come: {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled");
    }
}
