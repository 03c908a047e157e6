using System.Globalization;
using Microsoft.Data.Sqlite;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>The ledger held against what is stored.</summary>
/// <param name="Lost">Acknowledged, but not there under their id.</param>
/// <param name="Doubled">Keys that are stored more than once.</param>
/// <param name="Disordered">Acknowledged before another of the same recipient was sent, but placed after it.</param>
internal sealed record LedgerCheck(int Acknowledged, int Stored, int Lost, int Doubled, int Disordered)
{
    public static async Task<LedgerCheck> OfAsync(string database, IReadOnlyList<Acknowledged> ledger) => Of(await RowsAsync(database), ledger);

    public static LedgerCheck Of(IReadOnlyList<StoredRow> rows, IReadOnlyList<Acknowledged> ledger)
    {
        var byId = rows.ToDictionary(r => r.Id);
        var there = ledger.Where(a => byId.TryGetValue(a.Id, out var row) && (row.Title, row.Recipient) == (a.Key, a.Recipient)).ToList();

        return new(
            ledger.Count,
            rows.Count,
            ledger.Count - there.Count,
            rows.CountBy(r => r.Title).Count(c => c.Value > 1) + ledger.CountBy(a => a.Key).Count(c => c.Value > 1),
            there.GroupBy(a => a.Recipient).Sum(group => CountDisordered([.. group], id => byId[id].Position)));
    }

    /// <summary>The whole check of a portal that runs: ledger, database, API, log and what <c>verify</c> looks for.</summary>
    public static async Task<LedgerCheck> OfAsync(FaultPortal portal, Ledger ledger)
    {
        var found = await OfAsync(portal.Database, await ledger.ReadAsync());
        Assert.Equal((0, 0, 0), (found.Lost, found.Doubled, found.Disordered));

        foreach (var (person, key) in portal.Ground.Readers)
        {
            await InboxIsAsync(portal, key, [.. (await RowsAsync(portal.Database)).Where(r => r.Open && r.Recipient == person).OrderByDescending(r => r.Position).Select(r => r.Id)]);
        }

        Assert.Empty(await portal.Ground.ProblemsAsync(portal.Database));
        Assert.DoesNotContain("nhandled exception", portal.Output, StringComparison.Ordinal);

        return found;
    }

    // Badge, list and table are one and the same.
    private static async Task InboxIsAsync(FaultPortal portal, string key, IReadOnlyList<long> expected)
    {
        var count = await portal.AskAsync(HttpMethod.Get, "/api/v1/inbox/unread-count", key).JsonAsync();
        Assert.Equal(expected.Count, count.GetProperty("unreadCount").GetInt32());
        var shown = new List<long>();
        string? cursor = null;

        do
        {
            var page = await portal.AskAsync(HttpMethod.Get, $"/api/v1/inbox?limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", key).JsonAsync();
            shown.AddRange(page.GetProperty("items").EnumerateArray().Select(item => long.Parse(item.Text("id"), CultureInfo.InvariantCulture)));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(expected, shown);
    }

    private static int CountDisordered(IReadOnlyList<Acknowledged> one, Func<long, long> positionOf)
    {
        var ended = new Queue<Acknowledged>(one.OrderBy(a => a.At));
        var (highest, wrong) = (0L, 0);

        foreach (var next in one.OrderBy(a => a.Began))
        {
            while (ended.TryPeek(out var before) && before.At < next.Began)
            {
                highest = Math.Max(highest, positionOf(ended.Dequeue().Id));
            }

            wrong += positionOf(next.Id) < highest ? 1 : 0;
        }

        return wrong;
    }

    private static async Task<IReadOnlyList<StoredRow>> RowsAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");

        return await StoredRow.AllAsync(connection);
    }
}
