using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace NotifyPortal.Live.Backplanes;

/// <summary>
/// LISTEN and NOTIFY of the database itself: nothing more to run, and whoever can write can tell. One connection listens, others send: inside
/// the transactions that write, NOTIFY would have them commit one after the other.
/// </summary>
internal sealed class PostgresBackplane(BackplaneOptions options, string database) : IBackplane, IDisposable
{
    private const int TimeoutSeconds = 2;

    // A line on which nothing comes any more looks like one on which nothing happens: it is asked this often, and given as long to answer.
    private const int KeepAliveSeconds = 1;

    // One, and one that takes its place while it does not answer.
    private const int Senders = 2;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2 * KeepAliveSeconds);

    private readonly string channel = $"{options.Prefix}_signals";
    private readonly NpgsqlDataSource senders = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Settings(options, database)) { Pooling = true, MinPoolSize = 0, MaxPoolSize = Senders });
    private readonly string listener = new NpgsqlConnectionStringBuilder(Settings(options, database)) { Pooling = false, KeepAlive = KeepAliveSeconds }.ConnectionString;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inbox = new ConcurrentQueue<string>();
        await using var connection = new NpgsqlConnection(listener);
        connection.Notification += (_, notification) => inbox.Enqueue(notification.Payload);
        await connection.OpenAsync(cancellationToken);
        await using var listen = new NpgsqlCommand($"LISTEN \"{channel}\"", connection);
        await listen.ExecuteNonQueryAsync(cancellationToken);
        senders.Clear(); // what broke this connection has most likely broken those

        yield return default;

        while (true)
        {
            while (inbox.TryDequeue(out var payload))
            {
                yield return Encoding.UTF8.GetBytes(payload);
            }

            // Not for ever: a question whether the line is alive, asked between two waits, may have brought something, which ends no wait.
            await connection.WaitAsync(Look, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await using var notify = senders.CreateCommand("SELECT pg_notify($1, $2)");
        notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channel });
        notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Encoding.UTF8.GetString(payload.Span) });
        await notify.ExecuteNonQueryAsync(cancellationToken);
    }

    public void Dispose() => senders.Dispose();

    private static string Settings(BackplaneOptions options, string database) => new NpgsqlConnectionStringBuilder(database)
    {
        ApplicationName = $"{options.Prefix} backplane",
        Multiplexing = false,
        Enlist = false,
        Timeout = TimeoutSeconds,
        CommandTimeout = TimeoutSeconds,
    }.ConnectionString;
}
