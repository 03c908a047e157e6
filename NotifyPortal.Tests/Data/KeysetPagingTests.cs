using FsCheck;
using FsCheck.Fluent;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

[Rule("4.2")]
[Rule("4.3")]
public sealed class KeysetPagingTests : PortalTest
{
    /// <summary>Rows already there, each seen or not, the size of a page, and how many arrive before each further page.</summary>
    public sealed record Walk(bool[] Seen, int Limit, int[] Arrivals, InboxOrder Order);

    private int users;

    [Fact]
    public void Walking_forward_and_back_neither_repeats_nor_hides_a_row() =>
        Prop.ForAll(Walks, walk => WalkAsync(walk).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static Arbitrary<Walk> Walks => Arb.From(
        from seen in Gen.Choose(0, 1).Select(i => i == 1).ArrayOf().Resize(24)
        from limit in Gen.Choose(1, 7)
        from arrivals in Gen.Choose(0, 3).ArrayOf(10)
        from order in Gen.Elements(InboxOrder.Newest, InboxOrder.UnreadFirst)
        select new Walk(seen, limit, arrivals, order), Shrink);

    private static IEnumerable<Walk> Shrink(Walk walk)
    {
        if (walk.Seen.Length > 0)
        {
            yield return walk with { Seen = walk.Seen[1..] };
            yield return walk with { Seen = walk.Seen[..(walk.Seen.Length / 2)] };
        }

        if (walk.Arrivals.Any(a => a > 0))
        {
            yield return walk with { Arrivals = new int[walk.Arrivals.Length] };
        }
    }

    private async Task WalkAsync(Walk walk)
    {
        var reader = await AddUserAsync($"reader{users++}");
        var there = await RowsAsync(reader, walk);
        var arrivals = new Queue<int>(walk.Arrivals);

        var query = new InboxQuery { Limit = walk.Limit, Order = walk.Order };
        var pages = new List<Page<NotificationView>> { (await InboxOf(reader).ListAsync(query)).Page };

        while (pages[^1].NextCursor is { } next)
        {
            await SendManyAsync(reader, arrivals.TryDequeue(out var count) ? count : 0);
            pages.Add(await PageAsync(reader, query, next));
        }

        Assert.Equal(there, Ids(pages));
        Assert.All(pages, p => Assert.InRange(p.Items.Count, 0, walk.Limit));

        var back = new List<Page<NotificationView>> { pages[^1] };

        while (back[0].PreviousCursor is { } previous)
        {
            back.Insert(0, await PageAsync(reader, query, previous));
        }

        var walked = Ids(back);
        Assert.Equal(walked.Count, walked.Distinct().Count());
        Assert.Equal(await IdsAsync(reader, query with { Limit = 100 }), walked); // arrivals are on the way back, each once
    }

    /// <summary>Makes the rows and returns their ids in the order the first page has to begin.</summary>
    private async Task<IReadOnlyList<long>> RowsAsync(PortalUser reader, Walk walk)
    {
        var ids = await SendManyAsync(reader, walk.Seen.Length);
        await InboxOf(reader).MarkAllSeenAsync(BulkSelection.Of([.. ids.Where((_, i) => walk.Seen[i])]));

        return await IdsAsync(reader, new InboxQuery { Limit = 100, Order = walk.Order });
    }

    private async Task<Page<NotificationView>> PageAsync(PortalUser reader, InboxQuery query, string cursor)
    {
        Assert.True(PageCursor.TryParse(cursor, out var at));

        return (await InboxOf(reader).ListAsync(query with { Cursor = at })).Page;
    }

    private static List<long> Ids(IEnumerable<Page<NotificationView>> pages) => [.. pages.SelectMany(p => p.Items).Select(n => n.Id)];
}
