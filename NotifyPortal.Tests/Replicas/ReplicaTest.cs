using NotifyPortal.Tests.Faults;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>Whatever was done to them, neither has ended by itself or left a fault to the framework.</summary>
public abstract class ReplicaTest(ReplicaGround ground) : IAsyncLifetime
{
    /// <summary>So long what is shown may differ from what is stored, when signals are lost or the way is free again.</summary>
    protected static readonly TimeSpan Healed = TimeSpan.FromSeconds(5);

    private const int MostTold = 4000;

    protected ReplicaGround Ground => ground;

    public virtual async ValueTask InitializeAsync() => await ground.StandAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);

        foreach (var node in (Node[])[ground.A, ground.B])
        {
            var (died, said) = (node.HasDied, node.Output);

            if (died)
            {
                node.Kill();
            }

            Assert.False(died, said);
            var fault = said.IndexOf("nhandled exception", StringComparison.Ordinal);
            Assert.True(fault < 0, fault < 0 ? null : said[fault..Math.Min(said.Length, fault + MostTold)]);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The replicas' addresses, one or the other by chance.</summary>
    private protected Uri Either() => Random.Shared.Next(2) == 0 ? ground.A.Address : ground.B.Address;

    private protected IPublishTarget Target(Func<Uri> where) => new Door(ground, where);

    /// <summary>Whoever followed has heard of all that came after what was there before, once; then they leave.</summary>
    private protected async Task HeardAllAsync(List<Follower> followers, HashSet<long> before)
    {
        var stored = (await Ground.RowsAsync()).Where(row => row.Open && !before.Contains(row.Id)).ToLookup(row => row.Recipient, row => row.Id);
        await Until.TrueAsync(() => followers.Sum(follower => follower.Missed(stored[follower.Person])) == 0, "all have heard of everything", Healed);
        Assert.Equal(0, followers.Sum(follower => follower.Doubled));
        await Task.WhenAll(followers.Select(follower => follower.DisposeAsync().AsTask()));
    }

    private sealed class Door(ReplicaGround ground, Func<Uri> where) : IPublishTarget
    {
        public Uri? Address => where();

        public Task<HttpResponseMessage> PublishAsync(string recipient, string title, string once) =>
            ground.PublishAsync(where(), recipient, title, once);
    }
}
