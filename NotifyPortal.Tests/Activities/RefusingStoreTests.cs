using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Activities;

/// <summary>The store takes the activity and refuses its notifications.</summary>
[Rule("2.1")]
public sealed class RefusingStoreTests : PortalTest
{
    [Theory]
    [InlineData("Messages")]
    [InlineData("Notifications")]
    public async Task The_record_stands_when_notifying_fails(string table)
    {
        await App.Database.RefuseRowsAsync(table);

        var result = await RecordAsync();

        Assert.Single((await App.Get<ActivityLog>().ListAsync(new ActivityQuery())).Items);
        Assert.NotEmpty(result.Outcomes);
    }

    [Theory]
    [Rule("2.5")]
    [InlineData("Messages")]
    [InlineData("Notifications")]
    public async Task Each_recipient_has_failed(string table)
    {
        await App.Database.RefuseRowsAsync(table);

        var result = await RecordAsync();

        Assert.Equal([(Alice.Id, OutcomeKind.Failed), (Bob.Id, OutcomeKind.Failed)], result.Outcomes.Select(o => (o.Recipient!, o.Kind)));
    }

    [Theory]
    [InlineData("Messages")]
    [InlineData("Notifications")]
    public async Task A_write_that_is_rolled_back_tells_nobody(string table)
    {
        await App.Database.RefuseRowsAsync(table);
        using var page = Listen(Alice);

        await RecordAsync();

        Assert.Empty(await page.HeardAsync());
    }

    [Theory]
    [InlineData("Messages")]
    [InlineData("Notifications")]
    public async Task Nothing_of_it_is_left(string table)
    {
        await App.Database.RefuseRowsAsync(table);

        await RecordAsync();

        Assert.Equal(0, await QueryAsync(db => db.Set<Message>().CountAsync()));
        Assert.Equal(0, await QueryAsync(db => db.Set<Skip>().CountAsync()));
    }

    [Theory]
    [InlineData("Messages")]
    [InlineData("Notifications")]
    public async Task The_next_one_goes_through_when_the_store_takes_it_again(string table)
    {
        await App.Database.RefuseRowsAsync(table);
        await RecordAsync();
        await App.Database.TakeRowsAsync(table);

        Assert.All((await RecordAsync()).Outcomes, o => Assert.Equal(OutcomeKind.Created, o.Kind));
    }

    private Task<ActivityResult> RecordAsync() => App.Get<ActivityLog>().RecordAsync(new ActivityDraft("post.liked") { Recipients = [Alice.Id, Bob.Id] });
}
