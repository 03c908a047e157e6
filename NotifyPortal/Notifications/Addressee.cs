using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>One who is to be told.</summary>
/// <param name="Number">What stands in their rows: <see cref="Recipient.Id"/>.</param>
/// <param name="Address">Where their pages and streams listen: see <see cref="RecipientAddress"/>.</param>
internal sealed record Addressee(int Number, string Address)
{
    /// <summary>Those at these addresses, by number. A browser session gets its number when it is told first.</summary>
    public static async Task<IReadOnlyList<Addressee>> AtAsync(PortalDbContext db, IReadOnlyCollection<string> addresses, CancellationToken cancellationToken)
    {
        var sessions = addresses.Select(RecipientAddress.SessionIn).OfType<string>().ToList();

        if (sessions.Count > 0)
        {
            await db.Sql.ExecuteAsync(
                $"""
                INSERT INTO "Recipients" ("Address", "SessionId")
                SELECT {RecipientAddress.SessionPrefix} || s.value, s.value FROM unnest({sessions}) AS s(value) WHERE true ON CONFLICT ("Address") DO NOTHING
                """, cancellationToken);
        }

        return addresses.Count == 1
            ? await db.Sql.QueryAsync($"""SELECT "Id", "Address" FROM "Recipients" WHERE "Address" = {addresses.First()}""", Read, cancellationToken)
            : await db.Sql.QueryAsync(
                $"""SELECT r."Id", r."Address" FROM unnest({addresses}) AS a(value) JOIN "Recipients" AS r ON r."Address" = a.value ORDER BY r."Id" """,
                Read, cancellationToken);
    }

    /// <summary>Those of these numbers who can still be told: accounts that were deactivated or deleted since are not.</summary>
    /// <param name="numbers">In order.</param>
    public static async Task<IReadOnlyList<Addressee>> StillThereAsync(PortalDbContext db, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        var there = await db.Sql.QueryAsync(
            $"""
            SELECT r."Id", r."Address" FROM unnest({numbers}) AS a(value) CROSS JOIN "Recipients" AS r ON r."Id" = a.value
            """, Read, cancellationToken);
        there.Sort((one, other) => one.Number.CompareTo(other.Number)); // PostgreSQL joins in an order of its own
        var away = await DeactivatedAsync(db, cancellationToken);
        there.RemoveAll(one => away.Contains(one.Number));

        return there;
    }

    /// <summary>The numbers of all deactivated accounts: few.</summary>
    public static async Task<HashSet<int>> DeactivatedAsync(PortalDbContext db, CancellationToken cancellationToken) => [.. await db.Sql.QueryAsync(
        $"""SELECT r."Id" FROM "AspNetUsers" AS u CROSS JOIN "Recipients" AS r ON r."UserId" = u."Id" WHERE u."DeactivatedAt" IS NOT NULL""",
        row => (int)row.Number(), cancellationToken)];

    private static Addressee Read(SqlRow row) => new((int)row.Number(), row.Text());
}
