using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>What is never kept shows on the pages of other replicas, too: their signals name it, the content is fetched.</summary>
public sealed class PassingTests : TwoReplicasTest
{
    private static readonly NotificationDraft Flash = new() { Title = "Flash", Link = "/here", Mode = NotificationMode.Ephemeral, Actions = [new NotificationAction("Go", "/go")] };

    [Fact]
    [Rule("6")]
    public async Task One_to_a_person_is_theirs_alone()
    {
        var id = (await A.Get<NotificationService>().SendAsync(Audience.Of(Alice.Id), Flash)).EphemeralId!.Value;

        var shown = Assert.Single(await FindAsync(id, Alice.Id));
        Assert.Empty(await FindAsync(id, Bob.Id));
        Assert.Equal(("Flash", "/here", new NotificationAction("Go", "/go")), (shown.Title, shown.Link, Assert.Single(shown.Actions)));
    }

    [Fact]
    [Rule("7.1")]
    public async Task One_to_whoever_is_connected_leaves_out_whom_it_leaves_out()
    {
        var id = (await A.Get<NotificationService>().BroadcastAsync(Flash, except: [Bob.Id])).EphemeralId!.Value;

        Assert.Single(await FindAsync(id, Alice.Id));
        Assert.Empty(await FindAsync(id, Bob.Id));
    }

    private Task<IReadOnlyList<NotificationView>> FindAsync(long id, string address) => B.Get<EphemeralNotifications>().FindAsync([id], [address], default);
}
