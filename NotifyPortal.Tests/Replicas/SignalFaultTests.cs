using System.Diagnostics;
using NotifyPortal.Tests.Faults;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>What carries signals between the replicas goes, or one of them is cut off.</summary>
public sealed class SignalFaultTests(ReplicaGround ground) : ReplicaTest(ground)
{
    private static readonly string Person = FaultGround.Person(2);

    private readonly List<TimeSpan> late = [];

    // What other tests have left unread there: of more than a hundred, a stream that opens tells the newest.
    private List<long> earlier = [];

    [Fact]
    [Rule("F16"), Rule("P4")]
    public async Task Without_Redis_everything_is_published_and_shows_a_little_later()
    {
        await using var ledger = new Ledger();
        await using var follower = await FollowAsync(Ground.A.Address);
        using var publishers = new Publishers(Target(Either), ledger, 8);
        var with = await TellAsync(follower, Ground.B.Address);

        Ground.Redis.GoDown();
        await publishers.MoreAsync(50);
        await Task.Delay(TimeSpan.FromSeconds(Scale.Of(0, 60))); // the fault itself
        var without = await TellAsync(follower, Ground.B.Address);
        await Ground.Redis.ComeUpAsync();
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

        Ground.ToRedis.Hold();

        try
        {
            for (var i = 0; i < Scale.Of(2, 20); i++)
            {
                late.Add(await TellAsync(follower, Ground.B.Address));
            }
        }
        finally
        {
            Ground.ToRedis.Release();
        }

        late.Add(await TellAsync(follower, Ground.B.Address));
        FaultReport.Say("F18 cut off from Redis", $"what the other replica stored shows after {late.Max().TotalSeconds:0.0} s at worst");
    }

    [Fact]
    [Rule("F18"), Rule("P9")]
    public async Task A_replica_cut_off_from_both_says_so_and_is_right_again_afterwards()
    {
        await using var follower = await FollowAsync(Ground.A.Address);
        var refusals = new List<TimeSpan>();
        Ground.ToRedis.Hold();
        Ground.ToPostgres.Hold();

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
            Ground.ToRedis.Release();
            Ground.ToPostgres.Release();
        }

        var released = Stopwatch.GetTimestamp();
        await IsRightAsync(follower, "it has caught up");
        FaultReport.Say("F18 cut off from both", $"refused after {refusals.Max().TotalSeconds:0.0} s at worst; right again {Stopwatch.GetElapsedTime(released).TotalSeconds:0.0} s after the way was free");
        Assert.InRange(refusals.Max(), TimeSpan.Zero, Healed + TimeSpan.FromSeconds(1));
    }

    private async Task<Follower> FollowAsync(Uri where)
    {
        earlier = await OpenRowsAsync();
        var follower = new Follower(Person, Ground.Readers[Person], () => where, null);
        await Until.TrueAsync(() => follower.IsLive, "it listens");

        return follower;
    }

    /// <returns>How long it took until the follower had heard of it.</returns>
    private async Task<TimeSpan> TellAsync(Follower? follower, Uri where)
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
