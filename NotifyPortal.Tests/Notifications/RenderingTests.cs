using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NotifyPortal.Activities;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Types;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("9")]
public sealed class RenderingTests : PortalTest
{
    [Theory]
    [Rule("9.1")]
    [InlineData("post.mentioned", "Bob mentioned you")]
    [InlineData("demo.my_thing", "Demo my thing")]
    [InlineData("...", "You have a new notification.")]
    public async Task Without_a_text_the_action_speaks(string action, string headline)
    {
        var shown = await ShowAsync(new NotificationDraft { Action = action, Actor = new Actor(Bob.Id, "Bob") });

        Assert.Equal(headline, shown.Headline);
    }

    [Theory]
    [Rule("2.7")]
    [InlineData("Ada Okafor", "Ada Okafor via GitHub mentioned you")]
    [InlineData("{target}", "{target} via GitHub mentioned you")]
    public async Task A_name_that_a_key_gave_stands_with_the_keys_in_the_sentence_too(string name, string headline)
    {
        var shown = await ShowAsync(new NotificationDraft { Action = "post.mentioned", Actor = new Actor(null, name, "GitHub") });

        Assert.Equal(headline, shown.Headline);
    }

    [Fact]
    [Rule("9.1")]
    public async Task Without_anything_to_say_it_still_says_something() =>
        Assert.Equal("You have a new notification.", (await ShowAsync(new NotificationDraft())).Headline);

    [Fact]
    [Rule("9.1")]
    public async Task An_unknown_type_is_a_plain_row()
    {
        var shown = await ShowAsync(new NotificationDraft { Type = "martian.landings", Title = "They are here" });

        Assert.Equal(("martian.landings", Icons.Default, "They are here"), (shown.TypeName, shown.Icon, shown.Headline));
    }

    [Fact]
    [Rule("9.2")]
    public async Task Its_own_link_wins() =>
        Assert.Equal("/x", (await ShowAsync(new NotificationDraft { Title = "t", Link = "/x" })).Link);

    [Fact]
    [Rule("9.2")]
    public async Task Without_a_link_it_leads_to_the_default() =>
        Assert.Equal("/notifications", (await ShowAsync(new NotificationDraft { Title = "t" })).Link);

    [Fact]
    [Rule("9.2")]
    public void The_resources_template_comes_before_the_default()
    {
        var shown = Present(new LinkTemplate("issue", "https://tracker.example/{id}"), "/notifications", "issue", "a/b?c");

        Assert.Equal("https://tracker.example/a%2Fb%3Fc", shown.Link);
    }

    [Fact]
    [Rule("9.2")]
    public void Without_a_default_it_leads_nowhere() =>
        Assert.Null(Present(new LinkTemplate("issue", "/i/{id}"), "", "post", "1").Link);

    [Fact]
    [Rule("9.4")]
    public void A_link_that_was_stored_before_it_was_refused_leads_nowhere() =>
        Assert.Null(Present(new LinkTemplate("issue", "/i/{id}"), "/notifications", "issue", "1", link: "javascript:alert(1)").Link);

    [Fact]
    [Rule("9.3")]
    public async Task The_row_carries_the_activitys_module_resource_and_time()
    {
        var then = Clock.GetUtcNow().AddHours(-3);
        await App.Get<ActivityLog>().RecordAsync(
            new ActivityDraft("post.liked") { Module = "blog", TargetId = Alice.Id, ResourceType = "post", ResourceId = "7", OccurredAt = then });

        var activity = Assert.Single(await InboxOf(Alice).RecentAsync()).Activity!;

        Assert.Equal(("blog", "post", "7", then), (activity.Module, activity.ResourceType!, activity.ResourceId!, activity.OccurredAt));
    }

    [Theory]
    [Rule("9.4")]
    [InlineData("rocket-launch", "rocket-launch")]
    [InlineData("no-such-icon", "article")]
    public async Task An_unknown_icon_gives_way_to_the_types(string icon, string shown) =>
        Assert.Equal(shown, (await ShowAsync(new NotificationDraft { Type = "posts", Icon = icon })).Icon);

    [Theory]
    [Rule("9.4")]
    [InlineData("<svg onload=alert(1)>")]
    [InlineData("x\" onmouseover=\"y")]
    [InlineData("UPPER")]
    [InlineData("under_score")]
    [InlineData("line\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Any_other_icon_is_refused(string icon) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "t", Icon = icon }));

    [Fact]
    [Rule("9.4")]
    public async Task Text_is_text()
    {
        var shown = await ShowAsync(new NotificationDraft { Title = "<b>bold</b>", Text = "{actor} & {target}" });

        Assert.Equal(("<b>bold</b>", "{actor} & {target}"), (shown.Title, shown.Text));
    }

    private async Task<NotificationView> ShowAsync(NotificationDraft draft)
    {
        var outcome = await Notifications.CreateAsync(Alice.Id, draft);

        return (await InboxOf(Alice).FindAsync(outcome.NotificationId!.Value))!;
    }

    private NotificationView Present(LinkTemplate template, string defaultLink, string resourceType, string resourceId, string? link = null)
    {
        var types = new NotificationTypeRegistry([], NullLogger<NotificationTypeRegistry>.Instance);
        var options = new OptionsFactory<NotificationOptions>([new ConfigureOptions<NotificationOptions>(o => o.DefaultLink = defaultLink)], []);
        using var monitor = new OptionsMonitor<NotificationOptions>(options, [], new OptionsCache<NotificationOptions>());
        var presenter = new NotificationPresenter(types, [template], monitor);
        var now = Clock.GetUtcNow();

        return presenter.Present(new NotificationRow(
            new Notification { Id = 1, Position = 1, RecipientId = 1, MessageId = 1, CreatedAt = now, UpdatedAt = now },
            new Message { Sender = "portal", Title = "t", Link = link, CreatedAt = now },
            new ActivityEntry { Action = "a", Module = "m", Origin = ActivityOrigin.Auto, ResourceType = resourceType, ResourceId = resourceId, OccurredAt = now, RecordedAt = now }));
    }
}
