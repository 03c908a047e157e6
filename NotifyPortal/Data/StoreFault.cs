using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SQLitePCL;

namespace NotifyPortal.Data;

/// <summary>What a refusal of the store means, whichever engine it is.</summary>
public static class StoreFault
{
    // After these the statement has gone, and nothing else. After others (an I/O error, a full disk) the transaction may have.
    private static readonly HashSet<int> SqliteStatementCodes = [raw.SQLITE_ERROR, raw.SQLITE_TOOBIG, raw.SQLITE_CONSTRAINT, raw.SQLITE_MISMATCH, raw.SQLITE_RANGE];

    // Data exceptions, violated constraints, mistakes in a statement, limits of a program; deadlocks, time-outs of a lock or a statement.
    private static readonly string[] PostgresStatementClasses = ["22", "23", "42", "54", "40P01", PostgresErrorCodes.LockNotAvailable, PostgresErrorCodes.QueryCanceled];

    /// <summary>The engine's own exception in this one, or null.</summary>
    public static DbException? In(Exception exception) => exception as DbException ?? (exception as DbUpdateException)?.InnerException as DbException;

    /// <summary>The disk is full.</summary>
    public static bool IsFull(DbException fault) => fault switch
    {
        StoreFullException => true,
        SqliteException e => e.SqliteErrorCode == raw.SQLITE_FULL,
        PostgresException e => e.SqlState == PostgresErrorCodes.DiskFull,
        _ => false,
    };

    /// <summary>A constraint was violated: our mistake or a race, not the store's trouble.</summary>
    public static bool IsConstraint(DbException fault) => fault switch
    {
        SqliteException e => e.SqliteErrorCode == raw.SQLITE_CONSTRAINT,
        PostgresException e => e.SqlState.StartsWith("23", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Others held what this needed, and waited for what this held: to be done again from the beginning.</summary>
    internal static bool IsCrossing(DbException fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>What the transaction did before the statement still stands.</summary>
    internal static bool EndsStatementOnly(DbException fault) => fault switch
    {
        SqliteException e => SqliteStatementCodes.Contains(e.SqliteErrorCode),
        PostgresException e => Array.Exists(PostgresStatementClasses, start => e.SqlState.StartsWith(start, StringComparison.Ordinal)),
        _ => false,
    };
}
