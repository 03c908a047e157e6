using Microsoft.Extensions.Options;
using Npgsql;

namespace NotifyPortal.Data.Postgres;

/// <summary>The database on its server: how it is reached, and how long anything may take there.</summary>
public sealed class PostgresDatabase : IAsyncDisposable, IDisposable
{
    /// <summary>Connections a replica has at most; one more listens, where signals travel through the database.</summary>
    internal const int PoolSize = 20;

    /// <summary>A question that is not answered is given up after this, seconds.</summary>
    internal const int TimeoutSeconds = 3;

    // Together with the former what a request waits at most for a server that is silent.
    private const int ConnectSeconds = 1;

    // Of the question whether it is there. A machine that has much to do is late, too.
    private const int PulseSeconds = 2;

    // In milliseconds, and at the server: what the client has given up must not go on there.
    private const string Session = "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c synchronous_commit=on -c timezone=UTC " +
        // What is asked for again and again is in memory: reading it here and there costs what reading it in a row does. And it is never so much that compiling pays.
        "-c random_page_cost=1.1 -c jit=off";

    private readonly Dictionary<string, string> environment;

    /// <exception cref="StartupException">The connection string is none.</exception>
    public PostgresDatabase(IOptions<DatabaseOptions> options)
    {
        var builder = Parse(options.Value.ConnectionString);
        (builder.Pooling, builder.MaxPoolSize, builder.Timeout, builder.CommandTimeout, builder.CancellationTimeout) = (true, PoolSize, ConnectSeconds, TimeoutSeconds, -1);
        // After a time-out the driver connects once more to have the question cancelled, and waits there for each thing it asks first.
        builder.GssEncryptionMode = GssEncryptionMode.Disable;
        builder.Options = $"{builder.Options} {Session}".Trim();
        builder.ApplicationName = $"{builder.ApplicationName ?? "NotifyPortal"} {Guid.NewGuid():N}"; // by it a replica knows its own changes again
        builder.NoResetOnClose = true; // nothing is ever set on a connection
        (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages) = (200, 2);
        builder.KeepAlive = 10; // of the connections that wait: the server's end may go without a word
        environment = builder.ToEnvironment();
        (Name, Host) = (builder.Database!, $"{builder.Host}:{builder.Port}");
        Source = NpgsqlDataSource.Create(builder);
        (builder.MaxPoolSize, builder.Timeout, builder.CommandTimeout, builder.KeepAlive) = (1, PulseSeconds, PulseSeconds, 0);
        PulseConnectionString = builder.ToString();
        // Neither short nor many: what makes and changes tables.
        (builder.Timeout, builder.CommandTimeout, builder.Options, builder.Pooling) = (10, 600, "-c timezone=UTC", false);
        PatientConnectionString = builder.ToString();
    }

    public string Name { get; }

    /// <summary>Host and port.</summary>
    public string Host { get; }

    public NpgsqlDataSource Source { get; }

    /// <summary>For what may take minutes: migrations and checks.</summary>
    internal string PatientConnectionString { get; }

    /// <summary>For one connection, beside the pool's, that asks whether the server is there.</summary>
    internal string PulseConnectionString { get; }

    /// <summary>The same for PostgreSQL's own programs.</summary>
    internal IReadOnlyDictionary<string, string> ToEnvironment() => environment;

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    public void Dispose() => Source.Dispose();

    private static NpgsqlConnectionStringBuilder Parse(string? text)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);

            return builder is { Host: { Length: > 0 }, Database: { Length: > 0 } }
                ? builder
                : throw new StartupException("Database:ConnectionString must name a server and a database: Host=db.example;Database=portal;Username=portal;Password=…");
        }
        catch (ArgumentException e)
        {
            throw new StartupException($"Database:ConnectionString is not a PostgreSQL connection string ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }
}
