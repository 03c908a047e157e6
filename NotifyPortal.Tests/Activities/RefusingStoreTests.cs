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
        await RefuseAsync(table);

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
        await RefuseAsync(table);

        var result = await RecordAsync();

        Assert.Equal([(Alice.Id, OutcomeKind.Failed), (Bob.Id, OutcomeKind.Failed)], result.Outcomes.Select(o => (o.Recipient!, o.Kind)));
    }

    [Theory]
    [InlineData("Messages")]
    [InlineData("Notifications")]
    public async Task A_write_that_is_rolled_back_tells_nobody(string table)
    {
        await RefuseAsync(table);
        using var page = Listen(Alice);

        await RecordAsync();

        Assert.Empty(await page.HeardAsync());
    }

    [Theory]
    [InlineData("Messages")]
    [InlineData("Notifications")]
    public async Task Nothing_of_it_is_left(string table)
    {
        await RefuseAsync(table);

        await RecordAsync();

        Assert.Equal(0, await QueryAsync(db => db.Set<Message>().CountAsync()));
        Assert.Equal(0, await QueryAsync(db => db.Set<Skip>().CountAsync()));
    }

    [Theory]
    [InlineData("Messages")]
    [InlineData("Notifications")]
    public async Task The_next_one_goes_through_when_the_store_takes_it_again(string table)
    {
        await RefuseAsync(table);
        await RecordAsync();
        await App.Database.ExecuteAsync(TestDatabase.OnPostgres ? $"""DROP TRIGGER refuse ON "{table}" """ : "DROP TRIGGER refuse");

        Assert.All((await RecordAsync()).Outcomes, o => Assert.Equal(OutcomeKind.Created, o.Kind));
    }

    private Task<ActivityResult> RecordAsync() => App.Get<ActivityLog>().RecordAsync(new ActivityDraft("post.liked") { Recipients = [Alice.Id, Bob.Id] });

    private Task RefuseAsync(string table) => App.Database.ExecuteAsync(TestDatabase.OnPostgres
        ? $"""
          CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE check_violation USING MESSAGE = 'refused'; END $$;
          CREATE TRIGGER refuse BEFORE INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION refuse()
          """
        : $"CREATE TRIGGER refuse BEFORE INSERT ON \"{table}\" BEGIN SELECT RAISE(ABORT, 'refused'); END");
}
