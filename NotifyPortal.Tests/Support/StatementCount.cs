using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NotifyPortal.Tests.Support;

/// <summary>Counts the statements that the code within sends to the store, whoever else is using it.</summary>
public sealed class StatementCount : IDisposable
{
    // The flow of execution says whose statement it is: an app's background work and other tests are not counted.
    private static readonly AsyncLocal<StatementCount?> Current = new();

    private readonly ConcurrentQueue<string> statements = new();

    public StatementCount() => Current.Value = this;

    /// <summary>Selects, inserts, updates and deletes.</summary>
    public IReadOnlyList<string> Statements => [.. statements];

    public int Writes => statements.Count(s => !s.StartsWith("SELECT", StringComparison.Ordinal));

    public void Dispose() => Current.Value = null;

    /// <summary>What every context of a test's portal reports to.</summary>
    public sealed class Interceptor : DbCommandInterceptor
    {
        public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
        {
            Current.Value?.statements.Enqueue(result.CommandText.TrimStart());

            return result;
        }
    }
}
