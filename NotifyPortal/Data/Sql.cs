using System.Data;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace NotifyPortal.Data;

/// <summary>
/// Statements by hand, for what every publish, every request and every open page runs, and nothing else: through the ORM each of them costs ten
/// times as much. On a connection that stays open (the writer's, a <see cref="StoreReader"/>'s) they are prepared once and kept.
/// </summary>
internal sealed class Sql(PortalDbContext db) : IDisposable
{
    /// <summary>Tells tracing of each statement, as the ORM does of its own.</summary>
    internal static readonly ActivitySource Source = new(SourceName);

    internal const string SourceName = "NotifyPortal.Data";

    /// <summary>The tag that holds the statement.</summary>
    internal const string TextTag = "db.query.text";

    private Dictionary<string, PreparedSql>? kept;

    /// <summary>From now on statements are kept: the connection is open, and stays so as long as the context lives.</summary>
    public void Keep() => kept = new(StringComparer.Ordinal);

    /// <summary>Runs one statement or several, which write; values become parameters.</summary>
    /// <returns>How many rows were changed.</returns>
    public async Task<int> ExecuteAsync(FormattableString sql, CancellationToken cancellationToken)
    {
        using var trace = Trace(sql);
        using var lease = await PrepareAsync(sql, cancellationToken);

        return lease.Statements.Execute(sql);
    }

    /// <summary>Inserts a row; values become parameters.</summary>
    /// <returns>The id it got. RETURNING would make a table on the way.</returns>
    public async Task<long> InsertAsync(FormattableString sql, CancellationToken cancellationToken)
    {
        using var trace = Trace(sql);
        using var lease = await PrepareAsync(sql, cancellationToken);

        return lease.Statements.Insert(sql);
    }

    /// <summary>Runs one statement or several to their end and returns their rows; values become parameters.</summary>
    public async Task<List<T>> QueryAsync<T>(FormattableString sql, Func<SqlRow, T> row, CancellationToken cancellationToken)
    {
        using var trace = Trace(sql);
        using var lease = await PrepareAsync(sql, cancellationToken);

        return lease.Statements.Query(sql, row);
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

    private async ValueTask<Lease> PrepareAsync(FormattableString sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        if (kept?.TryGetValue(sql.Format, out var there) == true)
        {
            return new Lease(there, Ends: false);
        }

        var connection = (SqliteConnection)db.Database.GetDbConnection();

        if (connection.State != ConnectionState.Open)
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
        }

        var prepared = new PreparedSql(SqliteBinding.HandleOf(connection), sql);
        kept?.Add(sql.Format, prepared);

        return new Lease(prepared, Ends: kept is null);
    }

    private readonly record struct Lease(PreparedSql Statements, bool Ends) : IDisposable
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
