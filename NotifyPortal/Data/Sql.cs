using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace NotifyPortal.Data;

/// <summary>
/// Statements by hand, for what every publish, every request and every open page runs, and nothing else: through the ORM each of them costs ten
/// times as much. On a connection that stays open (the writer's, a <see cref="StoreReader"/>'s) they are prepared once and kept.
/// </summary>
/// <remarks>
/// One text for both engines, in the words of PostgreSQL: <c>unnest({list}) AS name(value)</c>, with <c>WITH ORDINALITY AS name(value, number)</c>
/// where its order counts, is a list's values as rows; <c>CROSS JOIN … ON</c> has SQLite walk in that order.
/// </remarks>
internal sealed class Sql(PortalDbContext db) : IDisposable
{
    /// <summary>Tells tracing of each statement, as the ORM does of its own.</summary>
    internal static readonly ActivitySource Source = new(SourceName);

    internal const string SourceName = "NotifyPortal.Data";

    /// <summary>The tag that holds the statement.</summary>
    internal const string TextTag = "db.query.text";

    private Dictionary<string, IPreparedSql>? kept;

    /// <summary>For the few statements that have no words in common.</summary>
    public bool IsSqlite => db.Database.IsSqlite();

    /// <summary>From now on statements are kept: the connection is open, and stays so as long as the context lives.</summary>
    public void Keep() => kept = new(StringComparer.Ordinal);

    /// <summary>Runs one statement or several, which write; values become parameters.</summary>
    /// <returns>How many rows were changed.</returns>
    public async Task<int> ExecuteAsync(FormattableString sql, CancellationToken cancellationToken)
    {
        using var trace = Trace(sql);
        using var lease = Prepare(sql, cancellationToken);

        return await lease.Statements.ExecuteAsync(sql, cancellationToken);
    }

    /// <summary>Inserts a row; values become parameters.</summary>
    /// <returns>The id it got.</returns>
    public async Task<long> InsertAsync(FormattableString sql, CancellationToken cancellationToken)
    {
        using var trace = Trace(sql);
        using var lease = Prepare(sql, cancellationToken);

        return await lease.Statements.InsertAsync(sql, cancellationToken);
    }

    /// <summary>Runs one statement or several to their end and returns their rows; values become parameters.</summary>
    public async Task<List<T>> QueryAsync<T>(FormattableString sql, Func<SqlRow, T> row, CancellationToken cancellationToken)
    {
        using var trace = Trace(sql);
        using var lease = Prepare(sql, cancellationToken);

        return await lease.Statements.QueryAsync(sql, row, cancellationToken);
    }

    /// <summary>The same within a transaction that goes on, also when the read fails: PostgreSQL would refuse everything after it.</summary>
    public async Task<List<T>> TryQueryAsync<T>(FormattableString sql, Func<SqlRow, T> row, CancellationToken cancellationToken)
    {
        if (IsSqlite || db.Database.CurrentTransaction is null)
        {
            return await QueryAsync(sql, row, cancellationToken);
        }

        try
        {
            return await QueryAsync(FormattableStringFactory.Create($"SAVEPOINT reading; {sql.Format}; RELEASE reading", sql.GetArguments()), row, cancellationToken);
        }
        catch (DbException e) when (StoreFault.EndsStatementOnly(e))
        {
            await ExecuteAsync($"ROLLBACK TO reading", CancellationToken.None);

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var (_, statements) in kept ?? [])
        {
            statements.Dispose();
        }

        kept?.Clear();
    }

    private static Activity? Trace(FormattableString sql) =>
        Source.HasListeners() ? Source.StartActivity("SQL", ActivityKind.Client, default(ActivityContext), [new(TextTag, sql.Format)]) : null;

    private Lease Prepare(FormattableString sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        if (kept?.TryGetValue(sql.Format, out var there) == true)
        {
            return new Lease(there, Ends: false);
        }

        var prepared = db.Prepare(sql);
        kept?.Add(sql.Format, prepared);

        return new Lease(prepared, Ends: kept is null);
    }

    private readonly record struct Lease(IPreparedSql Statements, bool Ends) : IDisposable
    {
        public void Dispose()
        {
            if (Ends)
            {
                Statements.Dispose();
            }
        }
    }
}
