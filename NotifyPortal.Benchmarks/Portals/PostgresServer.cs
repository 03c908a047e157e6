using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>
/// A PostgreSQL of one's own, on a private port and in a directory of its own. Dispose ends it and removes the directory; so does the
/// end of this process, however it comes.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";

    // Its input ends with this process, even if that is killed. It ends the server properly, or the kernel would keep something of it; a frozen
    // one has to go on for that.
    private const string Keeper = """
        directory=$1; shift
        trap '' INT TERM HUP
        "$@" >>"$directory/log" 2>&1 &
        server=$!
        all() { echo $server $(cat /proc/$server/task/$server/children); }
        read -r word
        exec 2>/dev/null
        if [ "$word" = crash ]; then
          kill -STOP $server
          kill -KILL $(all)
          wait
        else
          kill -QUIT $server
          kill -CONT $(all)
          wait
          rm -rf "$directory"
        fi
        """;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("notifyportal-postgres-");
    private readonly string[] settings;
    private Process? keeper;
    private int databases;

    private PostgresServer(string[] settings) => this.settings = settings;

    public static bool IsInstalled => Path.IsPathRooted(Installed("postgres"));

    public int Port { get; } = FreePort();

    /// <summary>It commits as carefully as any, unless told otherwise.</summary>
    /// <param name="settings">More of its configuration: <c>name=value</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var server = new PostgresServer(settings);

        try
        {
            await server.HandOverAsync();
            await server.RunAsync([.. AsItsUser("initdb", "-D", server.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")]);
            await server.ComeUpAsync();

            return server;
        }
        catch
        {
            await server.DisposeAsync(); // nobody else has it
            throw;
        }
    }

    /// <summary>As <c>Database:ConnectionString</c> wants it.</summary>
    public string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={User};Database={database}");

    /// <summary>Makes a database that nobody else has.</summary>
    /// <param name="template">The name of the database it is a copy of; nobody may be connected to that one meanwhile.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"portal_{Interlocked.Increment(ref databases)}");
        await ExecuteAsync($"create database {name} template {template ?? "template1"}");

        return ConnectionString(name);
    }

    /// <summary>Runs a statement as an administrator beside the portal.</summary>
    public Task ExecuteAsync(string sql, string database = "postgres") => ScalarAsync(sql, database);

    /// <summary>The first value of the answer.</summary>
    public async Task<object?> ScalarAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString(database)};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);

        return await command.ExecuteScalarAsync();
    }

    /// <summary>Starts it, or starts it again at the same address on what its disk holds; returns when it answers.</summary>
    public async Task ComeUpAsync()
    {
        string[] all = [$"port={Port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={directory.FullName}", "max_connections=300", .. settings];
        string[] command = ["-c", Keeper, "sh", directory.FullName, .. AsItsUser("postgres", "-D", Data), .. all.SelectMany(one => new[] { "-c", one })];
        keeper = Process.Start(new ProcessStartInfo("/bin/sh", command) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = directory.FullName })!;

        while (!await AnswersAsync())
        {
            if (keeper.HasExited)
            {
                throw new InvalidOperationException(await File.ReadAllTextAsync(Path.Combine(directory.FullName, "log")));
            }

            await Task.Delay(20); // not yet
        }
    }

    /// <summary>Kills all its processes at once, as a crash would.</summary>
    public void Crash()
    {
        var processes = Processes();
        keeper!.StandardInput.WriteLine("crash");
        keeper.WaitForExit();
        keeper.Dispose();
        keeper = null;
        SpinWait.SpinUntil(() => !processes.Any(Runs)); // while one is left, a new server refuses to start
    }

    /// <summary>Crashes and comes up again.</summary>
    public Task RestartAsync()
    {
        Crash();

        return ComeUpAsync();
    }

    /// <summary>One of its processes gets no time: whoever is connected to it sees a line on which nothing comes.</summary>
    /// <param name="which">It is found in <c>pg_stat_activity</c> by this.</param>
    public async Task FreezeAsync(string which) => Signal("STOP", Convert.ToInt32(await ScalarAsync($"select pid from pg_stat_activity where {which}"), CultureInfo.InvariantCulture));

    /// <summary>No process of it gets any time: connections stay, and nothing answers.</summary>
    public void Freeze()
    {
        Signal("STOP", Postmaster);
        Signal("STOP", Processes());
    }

    public void Thaw() => Signal("CONT", Processes());

    public async ValueTask DisposeAsync()
    {
        if (keeper is null)
        {
            directory.Delete(true);
            return;
        }

        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
    }

    private string Data => Path.Combine(directory.FullName, "data");

    private int Postmaster => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private int[] Processes()
    {
        var postmaster = Postmaster;
        var children = File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);

        return [postmaster, .. children.Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("select 1");

            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private Task HandOverAsync() => Environment.IsPrivilegedProcess ? RunAsync("chown", User, directory.FullName) : Task.CompletedTask;

    // It refuses to run as root. Not by runuser: that stays in between, and the server would not be the keeper's child.
    private static IEnumerable<string> AsItsUser(string program, params string[] arguments) =>
        [.. Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups"] : Array.Empty<string>(), Installed(program), .. arguments];

    private static string Installed(string program) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", program)).Where(File.Exists).DefaultIfEmpty(program).Max()!
            : program;

    private async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = directory.FullName };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Concat(said));
        }
    }

    private static void Signal(string name, params int[] processes)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]) { RedirectStandardError = true, UseShellExecute = false });
        kill!.WaitForExit(); // one that has ended meanwhile is as good
    }

    // One that nobody has asked for its exit code is still listed, as a zombie.
    private static bool Runs(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat") is var state && state[state.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
