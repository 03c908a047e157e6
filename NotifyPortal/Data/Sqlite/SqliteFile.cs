using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace NotifyPortal.Data.Sqlite;

/// <summary>The database file: where it is, and that only its owner may read it.</summary>
public sealed class SqliteFile
{
    public SqliteFile(IOptions<DatabaseOptions> options, IHostEnvironment environment)
    {
        var text = options.Value.ConnectionString is { Length: > 0 } given ? given : "Data Source=App_Data/portal.db";
        var builder = Parse(text);
        Path = System.IO.Path.GetFullPath(builder.DataSource, environment.ContentRootPath);
        builder.DataSource = Path;
        builder.ForeignKeys = true;
        builder.DefaultTimeout = BusySeconds;
        builder.Mode = SqliteOpenMode.ReadWrite; // a file that is gone must not come back empty
        ConnectionString = builder.ToString();
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    public string ConnectionString { get; }

    /// <summary>So long another process's write is waited for, seconds; the driver's own 30 would keep a caller waiting for good.</summary>
    internal const int BusySeconds = 5;

    /// <exception cref="StartupException">The directory cannot be made or written to.</exception>
    public void EnsureWritable()
    {
        var directory = System.IO.Path.GetDirectoryName(Path)!;

        try
        {
            if (!Directory.Exists(directory))
            {
                CreatePrivate(directory);
            }

            var probe = System.IO.Path.Combine(directory, $".{System.IO.Path.GetRandomFileName()}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }

            if (!File.Exists(Path))
            {
                RequireNew();
                PrivateFile.Open(Path, FileMode.OpenOrCreate).Dispose(); // SQLite itself would let the umask decide who may read it
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Database:ConnectionString: {Path} cannot be made or written to ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    /// <summary>Files 0600: the database holds what people were told. SQLite gives the -wal and -shm files the same rights.</summary>
    public void RestrictAccess()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in new[] { Path, Path + "-wal", Path + "-shm" }.Where(File.Exists))
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    /// <summary>A connection of one's own that cannot write, to this file or a copy of it.</summary>
    public async Task<SqliteConnection> OpenReadOnlyAsync(CancellationToken cancellationToken, string? path = null)
    {
        var builder = new SqliteConnectionStringBuilder { DataSource = path ?? Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var connection = new SqliteConnection(builder.ToString());
        await connection.OpenAsync(cancellationToken);

        return connection;
    }

    private void RequireNew()
    {
        if (File.Exists(Path + ".lock"))
        {
            throw new StartupException($"Database:ConnectionString: {Path} is gone, though a server has used it. Put it back or restore a backup; to begin anew, remove {Path}.lock.");
        }
    }

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static SqliteConnectionStringBuilder Parse(string text)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(text);

            return builder.DataSource is "" or ":memory:" || builder.Mode == SqliteOpenMode.Memory
                ? throw new StartupException("Database:ConnectionString must name a file: Data Source=/path/portal.db")
                : builder;
        }
        catch (ArgumentException e)
        {
            throw new StartupException($"Database:ConnectionString is not a SQLite connection string ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }
}
