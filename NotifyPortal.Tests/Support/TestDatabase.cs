using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace NotifyPortal.Tests.Support;

/// <summary>
/// A portal's own database, on the engine of this run: SQLite, or with NOTIFYPORTAL_TEST_DATABASE=Postgres the run's server. Tests that are about a
/// file carry the trait Database=Sqlite, and ask for one.
/// </summary>
public sealed class TestDatabase
{
    /// <summary>The trait of tests that are about one engine.</summary>
    public const string Trait = "Database";

    public const string Sqlite = nameof(Sqlite);

    public const string Postgres = nameof(Postgres);

    private readonly string? file;
    private readonly Lazy<string> connectionString;

    private TestDatabase(string? file)
    {
        this.file = file;
        connectionString = file is null ? new(() => Task.Run(MigratedDatabase.CopyAsync).GetAwaiter().GetResult()) : new($"Data Source={file}");
    }

    /// <summary>Whether this run is on PostgreSQL.</summary>
    public static bool OnPostgres { get; } = Environment.GetEnvironmentVariable("NOTIFYPORTAL_TEST_DATABASE") == Postgres;

    /// <summary>On this run's engine; a file stands in the directory.</summary>
    public static TestDatabase In(string directory, bool postgres) => new(postgres ? null : Path.Combine(directory, "portal.db"));

    /// <summary>What the portal is told of it.</summary>
    public (string Key, string Value)[] Settings => [("Database:Provider", file is null ? Postgres : Sqlite), ("Database:ConnectionString", connectionString.Value)];

    /// <summary>The same on a command line.</summary>
    public string[] Arguments => [.. Settings.SelectMany(setting => new[] { $"--{setting.Key}", setting.Value })];

    /// <summary>The file's path.</summary>
    public string File => file ?? throw new InvalidOperationException("This test is about a file: give it the trait Database=Sqlite and a portal on SQLite.");

    /// <summary>A time before all others, as a statement by hand has it.</summary>
    public string LongAgo => file is null ? "to_timestamp(0)" : "0";

    /// <summary>Makes it, with all its tables, if it is not there.</summary>
    public void Provide()
    {
        if (file is null)
        {
            _ = connectionString.Value;
        }
        else
        {
            MigratedDatabase.ProvideAt(file);
        }
    }

    /// <summary>A connection beside the portal's.</summary>
    public async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = file is null ? new NpgsqlConnection($"{connectionString.Value};Pooling=false") : new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();

        return connection;
    }

    /// <summary>Changes it from outside the portal.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The portal has ended.</summary>
    public void Drop()
    {
        if (file is null && connectionString.IsValueCreated)
        {
            var name = new NpgsqlConnectionStringBuilder(connectionString.Value).Database;
            Task.Run(async () => await (await Servers.SharedPostgresAsync()).ExecuteAsync($"drop database {name} with (force)")).GetAwaiter().GetResult();
        }
        else if (file is not null)
        {
            SqliteConnection.ClearAllPools();
        }
    }
}
