using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NotifyPortal.Data;

namespace NotifyPortal.Tests.Support;

/// <summary>Counts the statements that the code within sends to the store, whoever else is using it.</summary>
public sealed class StatementCount : IDisposable
{
    // The flow of execution says whose statement it is: an app's background work and other tests are not counted.
    private static readonly AsyncLocal<StatementCount?> Current = new();

    // Statements by hand bypass the ORM, whose interceptor hears of the others.
    private static readonly ActivityListener ByHand = new()
    {
        ShouldListenTo = source => source.Name == Sql.SourceName, // asked while the source is still being made
        Sample = (ref _) => Current.Value is null ? ActivitySamplingResult.None : ActivitySamplingResult.PropagationData,
        ActivityStarted = activity => Current.Value?.statements.Enqueue(((string)activity.GetTagItem(Sql.TextTag)!).TrimStart()),
    };

    private readonly ConcurrentQueue<string> statements = new();

    static StatementCount() => ActivitySource.AddActivityListener(ByHand);

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
