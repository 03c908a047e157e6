using System.CommandLine;
using NotifyPortal.Data;
using NotifyPortal.Settings;

namespace NotifyPortal.Commands;

/// <summary>The command line beside the server: <c>dotnet run --project NotifyPortal -- keys list</c>. Works on the same database while a server runs.</summary>
internal static class PortalCommands
{
    /// <summary>The commands by name.</summary>
    private static readonly IReadOnlyDictionary<string, Func<IServiceProvider, Command>> All =
        new Dictionary<string, Func<IServiceProvider, Command>>
        {
            ["users"] = UsersCommand.Create,
            ["keys"] = KeysCommand.Create,
            ["send"] = SendCommand.Create,
            ["prune"] = PruneCommand.Create,
            ["backup"] = BackupCommand.Create,
            ["verify"] = VerifyCommand.Create,
        };

    /// <summary>Those that only look: a copy of the database is wanted most before a new version touches it.</summary>
    private static readonly HashSet<string> Looking = new(StringComparer.Ordinal) { "backup", "verify" };

    /// <summary>Whether a command is asked for. A first argument that looks like a setting (<c>--urls</c>, <c>urls=…</c>) is for the server.</summary>
    public static bool Match(string[] args) =>
        args is ["--help" or "-h" or "-?", ..] || (args is [var first, ..] && !first.StartsWith('-') && !first.StartsWith('/') && !first.Contains('='));

    /// <summary>What of the arguments the host is to read as settings.</summary>
    public static string[] Settings(string[] args) => Match(args) ? [.. Part(args).Settings] : args;

    /// <summary>A command's stdout holds what it found and nothing else: what went wrong goes to stderr.</summary>
    public static void Quieten(string[] args, ILoggingBuilder logging)
    {
        if (Match(args))
        {
            logging.ClearProviders().AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).AddFilter(level => level >= LogLevel.Warning);
        }
    }

    public static async Task<int> RunAsync(IServiceProvider services, string[] args)
    {
        if (!args[0].StartsWith('-') && !All.ContainsKey(args[0]))
        {
            await Console.Error.WriteLineAsync($"There is no command '{args[0]}', only: {string.Join(", ", All.Keys.Order())}. See --help.");

            return 1;
        }

        var root = new RootCommand("NotifyPortal: without a command it serves the portal; any setting can be given as --Section:Key value.");

        foreach (var create in All.Values)
        {
            root.Add(create(services));
        }

        var parsed = root.Parse(Part(args).Command);

        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{string.Join(" ", parsed.Errors.Select(e => e.Message))} See {string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')))} --help.");

            return 1;
        }

        if (parsed.Action == parsed.CommandResult.Command.Action && parsed.Action is not null)
        {
            await PrepareAsync(services, args[0]);
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static async Task PrepareAsync(IServiceProvider services, string command)
    {
        var database = services.GetRequiredService<DatabaseStart>();

        if (Looking.Contains(command))
        {
            await database.RequireExistingAsync();

            return;
        }

        await database.PrepareAsync();
        await services.GetRequiredService<SettingsService>().LoadAsync();
    }

    /// <summary>Parts a command from the settings among its arguments (<c>--Section:Key value</c>). The host would take a path for a setting, the command a setting for an option.</summary>
    private static (List<string> Command, List<string> Settings) Part(string[] args)
    {
        var (command, settings) = (new List<string>(), new List<string>());

        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !args[i].Split('=')[0].Contains(':'))
            {
                command.Add(args[i]);

                continue;
            }

            settings.Add(args[i]);

            if (!args[i].Contains('=') && i + 1 < args.Length)
            {
                settings.Add(args[++i]);
            }
        }

        return (command, settings);
    }
}
