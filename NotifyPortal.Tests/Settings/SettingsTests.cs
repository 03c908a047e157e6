using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Retention;
using NotifyPortal.Settings;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Settings;

public sealed class SettingsTests : PortalTest
{
    private SettingsService Service => App.Get<SettingsService>();

    private RetentionOptions Retention => App.Get<IOptionsMonitor<RetentionOptions>>().CurrentValue;

    [Fact]
    [Rule("11.6")]
    public async Task What_is_set_holds_at_once_and_until_it_is_taken_back()
    {
        Assert.Equal(90, Retention.EffectiveDays);

        Assert.True(await SetAsync("Retention:Days", " 30 "));
        Assert.Equal(30, Retention.EffectiveDays);

        Assert.True(await SetAsync("Retention:Days", null));
        Assert.Equal(90, Retention.EffectiveDays);
    }

    [Fact]
    [Rule("11.6")]
    public async Task The_next_prune_goes_by_it()
    {
        await InboxOf(Alice).MarkSeenAsync(await SendAsync(Alice));
        Clock.Advance(TimeSpan.FromDays(31));
        await SetAsync("Retention:Days", "30");

        Assert.Equal(1, (await App.Get<RetentionService>().PruneAsync()).Notifications);
    }

    [Fact]
    [Rule("11.6")]
    [Rule("9.2")]
    public async Task The_default_link_changes_where_notifications_lead()
    {
        var id = await SendAsync(Alice);
        Assert.Equal("/notifications", (await InboxOf(Alice).FindAsync(id))!.Link);

        await SetAsync("Notifications:DefaultLink", "/elsewhere");
        Assert.Equal("/elsewhere", (await InboxOf(Alice).FindAsync(id))!.Link);

        await SetAsync("Notifications:DefaultLink", "");
        Assert.Null((await InboxOf(Alice).FindAsync(id))!.Link);
    }

    [Theory]
    [Rule("11.6")]
    [InlineData("Retention:Days", "0")]
    [InlineData("Retention:Days", "many")]
    [InlineData("Retention:Days", "1.5")]
    [InlineData("Retention:ActivityDays", "")]
    [InlineData("Retention:ActivityDays", "36501")]
    [InlineData("Retention:UnreadFactor", "-1")]
    [InlineData("Retention:UnreadFactor", "1,5")]
    [InlineData("Retention:SessionHours", "99999999999")]
    [InlineData("Notifications:DefaultLink", "javascript:alert(1)")]
    [InlineData("Notifications:DefaultLink", "//evil.example")]
    [InlineData("Notifications:BellSize", "5")]
    [InlineData("Security:AllowHttp", "true")]
    public async Task What_the_options_do_not_allow_and_what_is_no_setting_is_refused(string key, string value)
    {
        Assert.False(await SetAsync(key, value));

        Assert.Equal(0, await QueryAsync(db => db.Set<Setting>().CountAsync()));
        Assert.Equal(90, Retention.EffectiveDays);
    }

    [Fact]
    [Rule("11.6")]
    public async Task Open_pages_hear_of_it_once_and_of_no_change_nothing()
    {
        using var page = Listen(Alice);

        await SetAsync("Retention:Days", "30");
        await SetAsync("Retention:Days", "30");
        await SetAsync("Retention:Days", "0");

        Assert.Equal((LiveEventKind.Settings, "Retention:Days"), (await page.HeardAsync()).Select(e => (e.Kind, e.Key)).Single());
    }

    [Fact]
    [Rule("11.6")]
    public async Task It_is_stored_with_who_set_it_and_the_record_commits_with_it()
    {
        await SetAsync("Retention:Days", "30");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Service.SetAsync("Retention:Days", "40", "Ada", (_, _) => throw new InvalidOperationException()));

        var state = (await Service.ListAsync()).Single(s => s.Definition.Key == "Retention:Days");
        Assert.Equal((null, "30", "Ada", Clock.GetUtcNow()), (state.Configured, state.Stored!.Value, state.Stored.ChangedBy, state.Stored.ChangedAt));
        Assert.Equal(30, Retention.EffectiveDays);
    }

    [Fact]
    [Rule("11.6")]
    public async Task It_holds_after_a_restart_and_what_is_not_valid_any_more_is_left_out()
    {
        await App.Get<StoreWriter>().WriteAsync((db, _) =>
        {
            db.AddRange(Stored("Retention:Days", "30"), Stored("Retention:ActivityDays", "0"), Stored("Long:Gone", "x"));

            return Task.CompletedTask;
        });

        await Service.LoadAsync(); // as the start does

        Assert.Equal((30, 90), (Retention.Days, Retention.ActivityDays));
    }

    private Setting Stored(string key, string value) => new() { Key = key, Value = value, ChangedAt = Clock.Now(), ChangedBy = "Ada" };

    private Task<bool> SetAsync(string key, string? value) =>
        Service.SetAsync(key, value, "Ada", (db, _) => App.Get<ActivityLog>().Add(db, new ActivityDraft("setting.changed")));
}
