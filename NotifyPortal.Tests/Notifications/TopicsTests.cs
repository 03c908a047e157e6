using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Notifications.Topics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("7.3")]
public sealed class TopicsTests : PortalTest
{
    private static readonly NotificationDraft Post = new() { Title = "A new post", Type = "posts" };

    private Topics Topics => App.Get<Topics>();

    [Fact]
    public async Task Subscribing_and_unsubscribing_twice_is_once()
    {
        using var page = Listen(Alice);
        using var bobs = Listen(Bob);

        Assert.Equal((true, false), (await Topics.SubscribeAsync(Alice.Id, "blog:tech"), await Topics.SubscribeAsync(Alice.Id, " blog:tech ")));
        Assert.Equal(["blog:tech"], await Topics.ListAsync(Alice.Id));
        Assert.Equal((true, false), (await Topics.UnsubscribeAsync(Alice.Id, "blog:tech"), await Topics.UnsubscribeAsync(Alice.Id, "blog:tech")));
        Assert.Empty(await Topics.ListAsync(Alice.Id));

        Assert.Equal([LiveEventKind.Preferences, LiveEventKind.Preferences], (await page.HeardAsync()).Select(e => e.Kind));
        Assert.Empty(await bobs.HeardAsync());
    }

    [Fact]
    public async Task Racing_subscriptions_are_one()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Topics.SubscribeAsync(Alice.Id, "blog"))));

        Assert.Single(made, once => once);
        Assert.Equal(["blog"], await Topics.ListAsync(Alice.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("a%2fb")]
    [InlineData("nul\0")]
    public async Task What_is_no_name_is_refused(string name) => await Assert.ThrowsAsync<ArgumentException>(() => Topics.SubscribeAsync(Alice.Id, name));

    [Fact]
    public async Task A_name_has_100_characters_and_its_case_counts()
    {
        await Topics.SubscribeAsync(Alice.Id, new string('x', 100));
        await Topics.SubscribeAsync(Alice.Id, "Blog");

        await Assert.ThrowsAsync<ArgumentException>(() => Topics.SubscribeAsync(Alice.Id, new string('x', 101)));
        Assert.Equal(0, (await Notifications.SendAsync(new Audience { Topic = "blog" }, Post)).Created);
    }

    [Fact]
    [Rule("1.8")]
    [Rule("7.1")]
    public async Task What_is_sent_to_a_topic_reaches_its_subscribers_once_and_nobody_else()
    {
        await Topics.SubscribeAsync(Alice.Id, "blog");
        await Topics.SubscribeAsync(Bob.Id, "sport");
        using var bobs = Listen(Bob);

        var result = await Notifications.SendAsync(new Audience { Topic = "blog", Users = [Alice.Id] }, Post);

        Assert.Equal(1, result.Created);
        Assert.Single(await IdsAsync(Alice));
        Assert.Empty(await IdsAsync(Bob));
        Assert.Empty(await bobs.HeardAsync());
        Assert.Equal(0, (await Notifications.SendAsync(new Audience { Topic = "blog", Except = [Alice.Email!] }, Post)).Created);
    }

    [Fact]
    [Rule("8.3")]
    public async Task A_subscriber_who_has_muted_the_type_is_left_out_and_counted_in_the_preview()
    {
        await Topics.SubscribeAsync(Alice.Id, "blog");
        await Topics.SubscribeAsync(Bob.Id, "blog");
        await App.MuteAsync(Bob, "posts");

        Assert.Equal(new AudiencePreview(2, 1, false), await Notifications.PreviewAsync(new Audience { Topic = "blog" }, Post));
        Assert.Equal(1, (await Notifications.SendAsync(new Audience { Topic = "blog" }, Post)).Created);
    }

    [Fact]
    [Rule("2.6")]
    public async Task Who_is_deactivated_receives_nothing_and_who_is_deleted_is_subscribed_no_more()
    {
        await Topics.SubscribeAsync(Alice.Id, "blog");
        await Topics.SubscribeAsync(Bob.Id, "blog");
        await WriteAsync(db => db.Users.Where(u => u.Id == Alice.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeactivatedAt, Clock.GetUtcNow())));
        await WriteAsync(db => db.Users.Where(u => u.Id == Bob.Id).ExecuteDeleteAsync());

        Assert.Equal(0, (await Notifications.SendAsync(new Audience { Topic = "blog" }, Post)).Created);
        Assert.Equal(Alice.Id, Assert.Single((await Topics.SubscribersAsync("blog")).Items).Account.Id);
    }

    [Fact]
    [Rule("8.5")]
    public async Task Why_it_came_names_the_topic()
    {
        await Topics.SubscribeAsync(Alice.Id, "blog");
        var both = await Notifications.SendAsync(new Audience { Topic = "blog", Users = [Alice.Id, Bob.Id] }, Post);
        var topic = await Notifications.SendAsync(new Audience { Topic = "blog", Session = new string('a', 32) }, Post);

        Assert.Equal((WhyRule.Topic, "blog"), await WhyAsync(Alice, both));
        Assert.Equal((WhyRule.Named, null), await WhyAsync(Bob, both));
        Assert.Equal((WhyRule.Topic, "blog"), await WhyAsync(Alice, topic));
    }

    [Fact]
    public async Task Subscriptions_outlive_a_restart()
    {
        await Topics.SubscribeAsync(Alice.Id, "blog");

        await RestartAsync();

        Assert.Equal(["blog"], await Topics.ListAsync(Alice.Id));
    }

    [Fact]
    public async Task Admins_see_the_topics_by_size()
    {
        await Topics.SubscribeAsync(Alice.Id, "a");
        await Topics.SubscribeAsync(Alice.Id, "b");
        await Topics.SubscribeAsync(Bob.Id, "b");

        Assert.Equal([new TopicSize("b", 2), new TopicSize("a", 1)], await Topics.LargestAsync());
    }

    private async Task<(WhyRule Rule, string? Topic)> WhyAsync(PortalUser user, SendResult sent)
    {
        var id = (await InboxOf(user).RecentAsync()).Select(n => n.Id).Intersect(sent.Outcomes.Select(o => o.NotificationId!.Value)).Single();
        var answer = await App.Get<WhyService>().FindAsync(user.Id, id);

        return (answer!.Rule, answer.Topic);
    }

    private Task WriteAsync(Func<NotifyPortal.Data.PortalDbContext, Task> write) => App.Get<NotifyPortal.Data.StoreWriter>().WriteAsync((db, _) => write(db));
}
