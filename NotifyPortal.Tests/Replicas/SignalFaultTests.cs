using System.Diagnostics;
using NotifyPortal.Tests.Faults;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>What carries signals between the replicas goes, or one of them is cut off.</summary>
public abstract class SignalFaultTests(ReplicaGround ground) : ReplicaTest(ground)
{
    protected static readonly string Person = FaultGround.Person(2);

    // What other tests have left unread there: of more than a hundred, a stream that opens tells the newest.
    private List<long> earlier = [];

    [Fact]
    [Rule("F18"), Rule("P9")]
    public async Task A_replica_cut_off_from_every_server_says_so_and_is_right_again_afterwards()
    {
        await using var follower = await FollowAsync(Ground.A.Address);
        var refusals = new List<TimeSpan>();
        Ground.CutOff();

        try
        {
            for (var i = 0; i < 3; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                using var answer = await Ground.PublishAsync(Ground.A.Address, Person, "cut off", $"cut-off-{Guid.NewGuid():N}");
                Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                refusals.Add(Stopwatch.GetElapsedTime(asked));
            }

            await TellAsync(null, Ground.B.Address);
        }
        finally
        {
            Ground.Rejoin();
        }

        var released = Stopwatch.GetTimestamp();
        await IsRightAsync(follower, "it has caught up");
        FaultReport.Say($"F18 cut off from all servers, {Ground.Name}", $"refused after {refusals.Max().TotalSeconds:0.0} s at worst; right again {Stopwatch.GetElapsedTime(released).TotalSeconds:0.0} s after the way was free");
        Assert.InRange(refusals.Max(), TimeSpan.Zero, Healed + TimeSpan.FromSeconds(1));
    }

    private protected async Task<Follower> FollowAsync(Uri where)
    {
        earlier = await OpenRowsAsync();
        var follower = new Follower(Person, Ground.Readers[Person], () => where, null);
        await Until.TrueAsync(() => follower.IsLive, "it listens");

        return follower;
    }

    /// <returns>How long it took until the follower had heard of it.</returns>
    private protected async Task<TimeSpan> TellAsync(Follower? follower, Uri where)
    {
        var key = $"told-{Guid.NewGuid():N}";
        using var answer = await Ground.PublishAsync(where, Person, key, key);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        var stored = Stopwatch.GetTimestamp();

        if (follower is not null)
        {
            await IsRightAsync(follower, "it is shown");
        }

        return Stopwatch.GetElapsedTime(stored);
    }

    private async Task IsRightAsync(Follower follower, string what)
    {
        var stored = (await OpenRowsAsync()).Except(earlier).ToList();
        await Until.TrueAsync(() => follower.Missed(stored) == 0, what, Healed);
        Assert.Equal(0, follower.Doubled);
    }

    private async Task<List<long>> OpenRowsAsync() => [.. (await Ground.RowsAsync()).Where(row => row.Open && row.Recipient == Person).Select(row => row.Id)];
}

[Collection(RedisReplicas.Name)]
public sealed class RedisFaultTests(RedisGround ground) : SignalFaultTests(ground)
{
    [Fact]
    [Rule("F16"), Rule("P4")]
    public async Task Without_Redis_everything_is_published_and_shows_a_little_later()
    {
        await using var ledger = new Ledger();
        await using var follower = await FollowAsync(Ground.A.Address);
        using var publishers = new Publishers(Target(Either), ledger, 8);
        var with = await TellAsync(follower, Ground.B.Address);

        ground.Redis.GoDown();
        await publishers.MoreAsync(50);
        await Task.Delay(TimeSpan.FromSeconds(Scale.Of(0, 60))); // the fault itself
        var without = await TellAsync(follower, Ground.B.Address);
        await ground.Redis.ComeUpAsync();
        var back = await TellAsync(follower, Ground.B.Address);
        await publishers.StopAsync();

        Assert.Empty(publishers.Wrong);
        Assert.Equal((0, 0), (publishers.Refused, publishers.Unanswered));
        var found = await Ground.CheckAsync(ledger);
        FaultReport.Say("F16 Redis away",
            $"{found.Acknowledged} published, 0 refused; a notification of the other replica shows after {with.TotalSeconds:0.00} s with it, {without.TotalSeconds:0.0} s without, {back.TotalSeconds:0.0} s when it has just come back");
    }

    [Fact]
    [Rule("F18"), Rule("P4")]
    public async Task A_replica_cut_off_from_Redis_shows_what_is_stored()
    {
        await using var follower = await FollowAsync(Ground.A.Address);
        var late = new List<TimeSpan>();

        ground.ToRedis.Hold();

        try
        {
            for (var i = 0; i < Scale.Of(2, 20); i++)
            {
                late.Add(await TellAsync(follower, Ground.B.Address));
            }
        }
        finally
        {
            ground.ToRedis.Release();
        }

        late.Add(await TellAsync(follower, Ground.B.Address));
        FaultReport.Say("F18 cut off from Redis", $"what the other replica stored shows after {late.Max().TotalSeconds:0.0} s at worst");
    }
}

[Collection(ListenReplicas.Name)]
public sealed class ListenFaultTests(ListenGround ground) : SignalFaultTests(ground)
{
    // Every two seconds a replica looks for what no signal told it.
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(2);

    [Fact]
    [Rule("F15"), Rule("P4")]
    public async Task A_connection_that_stops_listening_in_silence_is_noticed_and_replaced()
    {
        await using var follower = await FollowAsync(Ground.A.Address);
        var with = await TellAsync(follower, Ground.B.Address);
        var late = new List<TimeSpan>();

        for (var times = 0; times < Scale.Of(1, 20); times++)
        {
            var listening = ground.ToPostgres.Listening;
            Assert.Equal(1, ground.ToPostgres.SilenceListening());

            while (ground.ToPostgres.Listening == listening)
            {
                late.Add(await TellAsync(follower, Ground.B.Address));
            }
        }

        var again = await TellAsync(follower, Ground.B.Address);
        FaultReport.Say("F15 LISTEN dies silently",
            $"what the other replica stored shows after {with.TotalSeconds:0.00} s before, {late.Max().TotalSeconds:0.0} s at worst of {late.Count} meanwhile, {again.TotalSeconds:0.00} s when another connection listens");
        Assert.InRange(late.Max(), TimeSpan.Zero, Sweep + TimeSpan.FromSeconds(1));
        Assert.InRange(again, TimeSpan.Zero, Sweep / 2);
    }
}
