using System.Data.Common;
using NotifyPortal.Data;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

/// <summary>Connections that stay open, and statements that are prepared once: what they answer is what is stored now.</summary>
public sealed class StoreReaderTests : PortalTest
{
    private StoreReader Reader => App.Get<StoreReader>();

    [Fact]
    public async Task What_was_committed_since_is_read()
    {
        Assert.Equal(2, await CountUsersAsync());

        await AddUserAsync("carol");

        Assert.Equal(3, await CountUsersAsync());
    }

    [Fact]
    public async Task Values_are_read_anew_each_time()
    {
        Assert.Equal([Alice.Id], await FindAsync(Alice.Id));
        Assert.Equal([Bob.Id], await FindAsync(Bob.Id));
        Assert.Empty(await FindAsync("nobody"));
    }

    [Fact]
    public async Task Reads_at_the_same_time_do_not_meet()
    {
        var inside = 0;
        var all = new TaskCompletionSource();

        var found = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Reader.ReadAsync(async sql =>
        {
            if (Interlocked.Increment(ref inside) == 40)
            {
                all.SetResult();
            }

            await all.Task;

            return await FindAsync(sql, i % 2 == 0 ? Alice.Id : Bob.Id);
        })));

        Assert.All(found.Index(), one => Assert.Equal([one.Index % 2 == 0 ? Alice.Id : Bob.Id], one.Item));
    }

    [Fact]
    public async Task A_refusal_is_told_and_over_once_its_cause_is()
    {
        await CountUsersAsync();
        await App.Get<StoreWriter>().WriteAsync((db, token) => db.Sql.ExecuteAsync($"""ALTER TABLE "AspNetUsers" RENAME TO "Away" """, token));
        await Assert.ThrowsAnyAsync<DbException>(CountUsersAsync);

        await App.Get<StoreWriter>().WriteAsync((db, token) => db.Sql.ExecuteAsync($"""ALTER TABLE "Away" RENAME TO "AspNetUsers" """, token));

        Assert.Equal(2, await CountUsersAsync());
    }

    [Fact]
    public async Task What_ends_in_the_middle_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Reader.ReadAsync<int>(async sql =>
        {
            await sql.QueryAsync($"""SELECT 1 FROM "AspNetUsers" """, _ => true, default);

            throw new InvalidOperationException();
        }));

        Assert.Equal(2, await CountUsersAsync());
    }

    private Task<long> CountUsersAsync() =>
        Reader.ReadAsync(async sql => (await sql.QueryAsync($"""SELECT count(*) FROM "AspNetUsers" """, row => row.Number(), default)).Single());

    private Task<List<string>> FindAsync(string id) => Reader.ReadAsync(sql => FindAsync(sql, id));

    private static Task<List<string>> FindAsync(Sql sql, string id) =>
        sql.QueryAsync($"""SELECT "Id" FROM "AspNetUsers" WHERE "Id" = {id}""", row => row.Text(), default);
}
