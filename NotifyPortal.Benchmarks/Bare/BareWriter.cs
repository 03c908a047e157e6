using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>Group commit: one thread takes what has queued up, at most 256, inserts it by one prepared statement and commits once.</summary>
internal sealed class BareWriter : IDisposable
{
    private const int BatchSize = 256;

    private readonly BlockingCollection<Waiting> queue = [];
    private readonly SqliteConnection database;
    private readonly Thread thread;

    public BareWriter(string file)
    {
        database = BareStore.Open(file);
        thread = new Thread(Run) { IsBackground = true, Name = "bare writer" };
        thread.Start();
    }

    /// <summary>Ends when it is stored for good.</summary>
    /// <returns>Its id.</returns>
    public Task<long> AddAsync(string recipient, string title)
    {
        var waiting = new Waiting(recipient, title);
        queue.Add(waiting);

        return waiting.Stored.Task;
    }

    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        queue.Dispose();
        database.Dispose();
    }

    private void Run()
    {
        using var insert = database.Prepare(
            "INSERT INTO Notes (Recipient, Title, CreatedAt) VALUES ($recipient, $title, $at) RETURNING Id", ("$recipient", ""), ("$title", ""), ("$at", 0L));
        var batch = new List<Waiting>(BatchSize);

        foreach (var first in queue.GetConsumingEnumerable())
        {
            batch.Add(first);

            while (batch.Count < BatchSize && queue.TryTake(out var next))
            {
                batch.Add(next);
            }

            Store(insert, batch);
            batch.Clear();
        }
    }

    private void Store(SqliteCommand insert, List<Waiting> batch)
    {
        using var transaction = database.BeginTransaction();
        insert.Transaction = transaction;
        var at = TimeProvider.System.GetUtcNow().UtcTicks;

        foreach (var waiting in batch)
        {
            insert.Parameters[0].Value = waiting.Recipient;
            insert.Parameters[1].Value = waiting.Title;
            insert.Parameters[2].Value = at;
            waiting.Id = insert.Number();
        }

        transaction.Commit();

        foreach (var waiting in batch)
        {
            waiting.Stored.SetResult(waiting.Id);
        }
    }

    private sealed record Waiting(string Recipient, string Title)
    {
        public TaskCompletionSource<long> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Id { get; set; }
    }
}
