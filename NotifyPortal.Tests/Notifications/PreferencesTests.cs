using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

public sealed class PreferencesTests : PortalTest
{
    private static readonly PreferenceChannel Post = new("post", "Letter post", OnByDefault: false);

    [Theory]
    [InlineData("", true)]
    [InlineData("posts", false)]
    [InlineData("posts.likes", false)]
    [InlineData("posts posts.likes", false)]
    [InlineData("posts.comments", true)]
    [Rule("8.2")]
    public async Task Wanted_is_base_on_and_sub_on(string muted, bool wanted)
    {
        await App.MuteAsync(Alice, muted.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(wanted, await App.Preferences().WantsAsync(Alice.Id, "posts.likes"));
        Assert.Equal(wanted, await App.Preferences().WantsAsync(Alice.Id, "post.liked"));
    }

    [Fact]
    [Rule("8.2")]
    public async Task Turning_a_base_off_and_on_keeps_what_its_subs_had()
    {
        await App.MuteAsync(Alice, "posts.likes");

        await App.MuteAsync(Alice, "posts");
        await App.UnmuteAsync(Alice, "posts");

        Assert.False(await App.Preferences().WantsAsync(Alice.Id, "posts.likes"));
        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "posts.comments"));
    }

    [Fact]
    [Rule("8.2")]
    public async Task Muting_a_sub_leaves_its_base_and_its_siblings()
    {
        await App.MuteAsync(Alice, "posts.likes");

        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "posts"));
        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "posts.mentions"));
    }

    [Fact]
    [Rule("8.2")]
    public async Task Another_users_preferences_stay()
    {
        await App.MuteAsync(Alice, "posts");

        Assert.True(await App.Preferences().WantsAsync(Bob.Id, "posts"));
    }

    [Fact]
    [Rule("8.3")]
    public async Task An_unknown_action_is_wanted_in_app_and_on_no_other_channel()
    {
        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "demo.my_thing"));
        Assert.False(await App.Preferences().WantsAsync(Alice.Id, "demo.my_thing", Post));
    }

    [Fact]
    [Rule("8.3")]
    public async Task Without_a_preference_in_app_is_wanted_and_another_channel_is_not()
    {
        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "posts"));
        Assert.False(await App.Preferences().WantsAsync(Alice.Id, "posts", Post));
    }

    [Fact]
    [Rule("8.3")]
    public async Task An_error_while_reading_means_wanted_in_app_and_not_elsewhere()
    {
        await App.MuteAsync(Alice, "posts");
        await QueryAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Preferences\" RENAME TO \"Away\""));

        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "posts"));
        Assert.False(await App.Preferences().WantsAsync(Alice.Id, "posts", Post));
    }

    [Fact]
    [Rule("8.4")]
    public async Task Only_what_differs_is_stored()
    {
        await App.UnmuteAsync(Alice, "posts", "system");
        Assert.Equal(0, await StoredAsync());

        await App.MuteAsync(Alice, "posts", "system");
        Assert.Equal(2, await StoredAsync());

        await App.UnmuteAsync(Alice, "posts");
        Assert.Equal(1, await StoredAsync());
    }

    [Theory]
    [InlineData("nonsense", "in-app")]
    [InlineData("post.liked", "in-app")]
    [InlineData("posts", "pigeon")]
    [Rule("8.4")]
    public async Task What_is_unknown_is_never_stored(string type, string channel)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => App.Preferences().SetAsync(Alice.Id, [new PreferenceChange("system", false), new PreferenceChange(type, false, channel)]));

        Assert.Contains(channel == "in-app" ? type : channel, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await StoredAsync());
    }

    [Fact]
    [Rule("8.4")]
    public async Task A_change_reaches_the_users_other_pages_once_and_nobody_else()
    {
        using var mine = Listen(Alice);
        using var other = Listen(Bob);

        await App.MuteAsync(Alice, "posts", "system");
        await App.MuteAsync(Alice, "posts");

        Assert.Equal(LiveEventKind.Preferences, Assert.Single(await mine.HeardAsync()).Kind);
        Assert.Empty(await other.HeardAsync());
    }

    [Fact]
    [Rule("8.4")]
    public async Task A_required_type_is_wanted_whatever_was_stored_and_cannot_be_muted()
    {
        await App.MuteAsync(Alice, "security");

        await App.RequireAsync("security");

        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "security"));
        Assert.Equal("security", Assert.Single(await App.MuteAsync(Alice, "system", "security")).Type);
        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "system"));
    }

    [Fact]
    [Rule("8.4")]
    public async Task The_sub_types_of_a_required_type_are_required_and_a_required_sub_type_does_without_its_base()
    {
        await App.MuteAsync(Alice, "posts.likes", "comments");

        await App.RequireAsync("posts");
        await App.RequireAsync("comments.replies");

        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "posts.likes"));
        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "comments.replies"));
        Assert.False(await App.Preferences().WantsAsync(Alice.Id, "comments.reactions"));
    }

    [Fact]
    [Rule("8.4")]
    public async Task When_it_is_required_no_longer_what_users_had_stored_holds_again()
    {
        await App.MuteAsync(Alice, "posts");
        await App.RequireAsync("posts");

        await App.RequireAsync("posts", false);

        Assert.False(await App.Preferences().WantsAsync(Alice.Id, "posts"));
    }

    [Fact]
    [Rule("8.4")]
    public async Task Requiring_is_recorded_with_who_did_it_and_reaches_every_page_once()
    {
        using var page = Listen(Bob);

        Assert.True(await App.RequireAsync("security", reason: "The law asks for it"));
        Assert.False(await App.RequireAsync("security", reason: "The law asks for it"));

        Assert.Equal(LiveEventKind.Preferences, Assert.Single(await page.HeardAsync()).Kind);
        var entry = Assert.Single((await App.Get<ActivityLog>().ListAsync(new ActivityQuery())).Items);
        Assert.Equal(("type.required", "Ada", "security"), (entry.Action, entry.ActorName, entry.ResourceId));
    }

    [Fact]
    [Rule("8.4")]
    public async Task An_unknown_type_cannot_be_required() => await Assert.ThrowsAsync<ArgumentException>(() => App.RequireAsync("nonsense"));

    [Fact]
    [Rule("2.6")]
    public async Task Deleting_a_user_deletes_their_preferences()
    {
        await App.MuteAsync(Alice, "posts");

        await QueryAsync(db => db.Users.Where(u => u.Id == Alice.Id).ExecuteDeleteAsync());

        Assert.Equal(0, await StoredAsync());
    }

    private Task<int> StoredAsync() => QueryAsync(db => db.Set<Preference>().CountAsync());
}
