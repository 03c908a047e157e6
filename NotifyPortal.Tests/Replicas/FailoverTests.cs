using System.Diagnostics;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Tests.Faults;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>A replica goes while people are connected through nginx, which sends everybody wherever it likes.</summary>
public abstract class FailoverTests(ReplicaGround ground) : ReplicaTest(ground)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    [Rule("F19"), Rule("P4")]
    public async Task When_one_is_killed_its_clients_go_on_at_the_other_and_miss_nothing()
    {
        await using var ledger = new Ledger();
        var before = (await Ground.RowsAsync()).Select(row => row.Id).ToHashSet();
        var followers = Follow();
        await Until.TrueAsync(() => followers.TrueForAll(follower => follower.IsLive), "all listen");
        using var publishers = new Publishers(Target(() => Ground.Nginx.Address), ledger, 32);

        for (var kills = 0; kills < Scale.Of(1, 20); kills++)
        {
            await publishers.MoreAsync(100);
            Ground.A.Kill();
            await publishers.MoreAsync(100);
            await Until.TrueAsync(() => followers.TrueForAll(follower => follower.IsLive), "all listen again");
            await Ground.StandAsync();
        }

        await publishers.StopAsync();

        Assert.Empty(publishers.Wrong);
        await HeardAllAsync(followers, before);
        var found = await Ground.CheckAsync(ledger);
        var gaps = followers.SelectMany(follower => follower.Gaps.Skip(1)).Order().ToList();
        FaultReport.Say($"F19 replica killed, {Ground.Name}",
            $"{found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Unanswered} broke off and were repeated; {gaps.Count} streams went over to the other after {gaps[gaps.Count / 2].TotalSeconds:0.00} s, at worst {gaps[^1].TotalSeconds:0.00} s, 0 missed, {followers.Sum(f => f.Doubled)} doubled");
        Assert.InRange(gaps[^1], TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    [Rule("F21"), Rule("P1"), Rule("P4")]
    public async Task A_rolling_restart_costs_no_publication_and_no_notification()
    {
        await using var ledger = new Ledger();
        var before = (await Ground.RowsAsync()).Select(row => row.Id).ToHashSet();
        var followers = Follow();
        await Until.TrueAsync(() => followers.TrueForAll(follower => follower.IsLive), "all listen");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Ground.Nginx.Address };
        var pages = Enumerable.Range(0, Scale.Of(30, 1000)).Select(i => new ReturningPage(http, Ground.Cookies[i % Ground.Cookies.Count])).ToList();
        await Until.TrueAsync(() => pages.TrueForAll(page => page.IsOpen), "all pages are open");
        using var publishers = new Publishers(Target(() => Ground.Nginx.Address), ledger, Scale.Of(16, 64));
        await publishers.MoreAsync(64);
        var begun = Stopwatch.GetTimestamp();
        var acknowledged = publishers.Acknowledged;
        var ends = new List<TimeSpan>();

        foreach (var node in (Node[])[Ground.A, Ground.B])
        {
            var (code, took) = await node.StopAsync();
            Assert.Equal(0, code);
            ends.Add(took);
            await Ground.StandAsync();
            await Until.TrueAsync(() => pages.TrueForAll(page => page.IsOpen), "all pages are open again");
            await publishers.MoreAsync(64);
        }

        var rate = (publishers.Acknowledged - acknowledged) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await publishers.StopAsync();
        await Task.WhenAll(pages.Select(page => page.DisposeAsync().AsTask()));

        Assert.Empty(publishers.Wrong);
        await HeardAllAsync(followers, before);
        var found = await Ground.CheckAsync(ledger);
        var gaps = pages.SelectMany(page => page.Gaps).ToList();
        FaultReport.Say($"F21 rolling restart, {Ground.Name}",
            $"{rate:0} published per second; ended after {ends[0].TotalSeconds:0.0} and {ends[1].TotalSeconds:0.0} s; {found.Acknowledged} acknowledged, {found.Lost} lost, {found.Doubled} doubled, {publishers.Refused} refused, {publishers.Unanswered} broke off and were repeated; {followers.Count} streams, 0 missed, {followers.Sum(f => f.Doubled)} doubled; {pages.Count} pages came back {gaps.Count} times, at worst after {gaps.Max().TotalSeconds:0.0} s");
        Assert.All(ends, took => Assert.InRange(took, TimeSpan.Zero, Patience));
    }

    private List<Follower> Follow() => [.. Ground.Readers.Select(reader => new Follower(reader.Key, reader.Value, () => Ground.Nginx.Address, null))];
}

[Collection(ListenReplicas.Name)]
public sealed class ListenFailoverTests(ListenGround ground) : FailoverTests(ground);

[Collection(RedisReplicas.Name)]
public sealed class RedisFailoverTests(RedisGround ground) : FailoverTests(ground)
{
    [Fact]
    [Rule("F20")]
    public async Task Pages_open_without_sticky_sessions()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Ground.Nginx.Address };
        var count = Scale.Of(30, 300);

        await using var pages = await CircuitCrowd.OpenAsync(http, "/", [.. Enumerable.Range(0, count).Select(i => Ground.Cookies[i % Ground.Cookies.Count])]);

        FaultReport.Say("F20 no sticky sessions", $"{pages.Count} of {count} pages became interactive, each page and its WebSocket wherever nginx sent them");
        Assert.Equal(count, pages.Count);
    }
}
