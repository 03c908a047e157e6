using NotifyPortal.Activities;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Activities;

[Rule("11.2")]
public sealed class ListingTests : PortalTest
{
    private ActivityLog Activities => App.Get<ActivityLog>();

    [Theory]
    [InlineData("post.liked", new[] { "post.liked" })]
    [InlineData("post.*", new[] { "post.liked", "post.shared" })]
    [InlineData("POST.*", new string[0])]
    [InlineData("p%.*", new string[0])]
    [InlineData("post", new string[0])]
    public async Task Actions_are_found_by_name_or_family(string asked, string[] found)
    {
        await Activities.RecordManyAsync([new("post.liked"), new("post.shared"), new("poster.hung"), new("build.failed")]);

        Assert.Equal(found, await ActionsAsync(new ActivityQuery { Action = asked }));
    }

    [Fact]
    public async Task Each_filter_shows_what_it_says()
    {
        var then = Clock.GetUtcNow().AddDays(-1);
        await Activities.RecordManyAsync(
        [
            new("mine") { Module = "blog", Origin = ActivityOrigin.Script, Actor = new Actor(null, "octocat"), TargetName = "Zoe", ResourceType = "post", ResourceId = "a/1", OccurredAt = then },
            new("other"),
        ]);

        Assert.All(
            [
                new ActivityQuery { Module = "blog" },
                new ActivityQuery { Origin = ActivityOrigin.Script },
                new ActivityQuery { Actor = "octocat" },
                new ActivityQuery { Target = "Zoe" },
                new ActivityQuery { Resource = "post" },
                new ActivityQuery { Resource = "post/a/1" },
                new ActivityQuery { Until = then.AddTicks(10) },
                new ActivityQuery { Since = then, Until = Clock.GetUtcNow() },
            ],
            query => Assert.Equal(["mine"], ActionsAsync(query).GetAwaiter().GetResult()));
    }

    private async Task<IEnumerable<string>> ActionsAsync(ActivityQuery query) => (await Activities.ListAsync(query)).Items.Select(a => a.Action).Order();
}
