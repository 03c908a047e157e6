using NotifyPortal.Data;

namespace NotifyPortal.Api.Idempotency;

/// <summary>The answers that are kept for repetitions. Only the store knows them, so a restart forgets none.</summary>
internal sealed class KeptAnswers(StoreReader reader, StoreWriter writer, TimeProvider clock)
{
    /// <summary>For so long a key means the same request.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>One of so many writes sweeps: more than they all have added, and never long.</summary>
    internal const int SweptEvery = 16;

    private const int SweptAtOnce = 100;

    private int sinceSwept;

    /// <summary>What is known of the key; null: nothing, or it is too old.</summary>
    public async Task<KeptAnswer?> FindAsync(string scope, CancellationToken cancellationToken)
    {
        var oldest = clock.Now() - KeptFor;
        var found = await reader.ReadAsync(sql => sql.QueryAsync(
            $"""
            SELECT "Scope", "Fingerprint", "Attempt", "Status", "ContentType", "Location", "Body", "At" FROM "KeptAnswers"
            WHERE "Scope" = {scope} AND "At" >= {oldest}
            """,
            Read, cancellationToken));

        return found.SingleOrDefault();
    }

    /// <summary>Keeps it in a transaction of its own.</summary>
    public Task KeepAsync(KeptAnswer answer) => writer.WriteAsync((db, token) => KeepAsync(db, answer, token));

    /// <summary>Keeps it in the caller's transaction, in the place of what the same attempt left there before.</summary>
    /// <exception cref="AnsweredElsewhereException">Another attempt stands there: its twin on another replica was faster.</exception>
    public async Task KeepAsync(PortalDbContext db, KeptAnswer answer, CancellationToken cancellationToken)
    {
        var oldest = clock.Now() - KeptFor;

        if (++sinceSwept >= SweptEvery) // within the one writer's turn
        {
            sinceSwept = 0;
            await db.Sql.ExecuteAsync(
                $"""DELETE FROM "KeptAnswers" WHERE "Scope" IN (SELECT "Scope" FROM "KeptAnswers" WHERE "At" < {oldest} ORDER BY "At" LIMIT {SweptAtOnce})""", cancellationToken);
        }

        var kept = await db.Sql.ExecuteAsync(
            $"""
            INSERT INTO "KeptAnswers" ("Scope", "Fingerprint", "Attempt", "Status", "ContentType", "Location", "Body", "At")
            VALUES ({answer.Scope}, {answer.Fingerprint}, {answer.Attempt}, {answer.Status}, {answer.ContentType}, {answer.Location}, {answer.Body}, {answer.At})
            ON CONFLICT ("Scope") DO UPDATE SET "Fingerprint" = excluded."Fingerprint", "Attempt" = excluded."Attempt", "Status" = excluded."Status",
                "ContentType" = excluded."ContentType", "Location" = excluded."Location", "Body" = excluded."Body", "At" = excluded."At"
            WHERE "KeptAnswers"."Attempt" = excluded."Attempt" OR "KeptAnswers"."At" < {oldest}
            """, cancellationToken);

        if (kept == 0)
        {
            throw new AnsweredElsewhereException();
        }
    }

    private static KeptAnswer Read(SqlRow row) => new()
    {
        Scope = row.Text(),
        Fingerprint = row.Text(),
        Attempt = row.Text(),
        Status = (int?)row.NumberOrNull(),
        ContentType = row.TextOrNull(),
        Location = row.TextOrNull(),
        Body = row.BytesOrNull(),
        At = row.Time(),
    };
}
