using System.Net;
using NotifyPortal.Tests.Faults;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>Many write at both replicas at once.</summary>
public abstract class WritingTogetherTests(ReplicaGround ground) : ReplicaTest(ground)
{
    [Fact]
    [Rule("P1"), Rule("P2"), Rule("P3"), Rule("P4")]
    public async Task Whoever_listens_misses_and_doubles_nothing_whichever_replica_they_are_at()
    {
        await using var ledger = new Ledger();
        var before = (await Ground.RowsAsync()).Select(row => row.Id).ToHashSet();
        var followers = Ground.Readers.SelectMany(reader => new[] { 1, 2 }.Select(_ => new Follower(reader.Key, reader.Value, Either, TimeSpan.FromSeconds(3)))).ToList();
        await Until.TrueAsync(() => followers.TrueForAll(follower => follower.IsLive), "all listen");

        using (var publishers = new Publishers(Target(Either), ledger))
        {
            await publishers.MoreAsync(Scale.Of(800, 50_000));
            await publishers.StopAsync();
            Assert.Empty(publishers.Wrong);
        }

        await HeardAllAsync(followers, before);
        var found = await Ground.CheckAsync(ledger);
        FaultReport.Say($"P4 two replicas by {Ground.Name}",
            $"{found.Acknowledged} acknowledged by 64 writers on both, {found.Lost} lost, {found.Doubled} doubled, {found.Disordered} out of order; {followers.Count} streams, {followers.Sum(f => f.Opened)} times opened at either, 0 missed, {followers.Sum(f => f.Doubled)} doubled, {followers.Sum(f => f.Resyncs)} told to read again");
        Assert.Empty(followers.SelectMany(follower => follower.Goodbyes));
    }
}

[Collection(ListenReplicas.Name)]
public sealed class ListenWritingTogetherTests(ListenGround ground) : WritingTogetherTests(ground);

[Collection(RedisReplicas.Name)]
public sealed class RedisWritingTogetherTests(RedisGround ground) : WritingTogetherTests(ground)
{
    [Fact]
    [Rule("T22"), Rule("P2")]
    public async Task The_same_key_at_both_replicas_is_one_notification_and_one_answer()
    {
        var (person, answers) = (FaultGround.Person(1), new HashSet<string>());

        for (var round = 0; round < Scale.Of(3, 50); round++)
        {
            var key = $"same-{Guid.NewGuid():N}";

            var said = await Task.WhenAll(Enumerable.Range(0, 64).Select(async i =>
            {
                using var answer = await Ground.PublishAsync(i % 2 == 0 ? Ground.A.Address : Ground.B.Address, person, key, key);

                return (answer.StatusCode, Text: await answer.Content.ReadAsStringAsync());
            }));

            Assert.All(said, one => Assert.Equal(HttpStatusCode.Created, one.StatusCode));
            answers.Add(Assert.Single(said.Select(one => one.Text).Distinct()));
            Assert.Single(await Ground.RowsAsync(), row => row.Title == key);
        }

        FaultReport.Say("T22 same key", $"{answers.Count} rounds of 64 at once on two replicas: one row and one answer each");
    }
}
