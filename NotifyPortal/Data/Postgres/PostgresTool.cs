using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace NotifyPortal.Data.Postgres;

/// <summary>PostgreSQL's own programs. They are told where the database is by their environment: a command line anyone on the machine may read.</summary>
internal static class PostgresTool
{
    /// <exception cref="StartupException">It is not there, or refused; in one line.</exception>
    public static async Task RunAsync(string program, string[] arguments, PostgresDatabase database, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false };

        foreach (var elsewhere in new[] { "PGHOSTADDR", "PGSERVICE", "PGOPTIONS" }) // of the operator's shell; passwords and certificates from there count for both
        {
            start.Environment.Remove(elsewhere);
        }

        foreach (var (name, value) in database.ToEnvironment())
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        using var ended = cancellationToken.Register(() => process.Kill());
        var said = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();

        if (process.ExitCode != 0)
        {
            throw new StartupException($"{program} refused: {said.Trim().ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>The words of Npgsql's settings in libpq's.</summary>
    public static Dictionary<string, string> ToEnvironment(this NpgsqlConnectionStringBuilder settings)
    {
        var hosts = settings.Host!.Split(',', StringSplitOptions.TrimEntries).Select(host => host.Count(c => c == ':') == 1 ? host.Split(':') : [host, $"{settings.Port}"]).ToList();
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PGHOST"] = string.Join(',', hosts.Select(host => host[0])),
            ["PGPORT"] = string.Join(',', hosts.Select(host => host[1])),
            ["PGDATABASE"] = settings.Database,
            ["PGUSER"] = settings.Username,
            ["PGPASSWORD"] = settings.Password,
            ["PGPASSFILE"] = settings.Passfile,
            ["PGSSLMODE"] = settings.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() },
            ["PGSSLROOTCERT"] = settings.RootCertificate,
            ["PGSSLCERT"] = settings.SslCertificate,
            ["PGSSLKEY"] = settings.SslKey,
            ["PGAPPNAME"] = settings.ApplicationName,
            ["PGCONNECT_TIMEOUT"] = $"{settings.Timeout}",
        };

        return all.Where(pair => !string.IsNullOrEmpty(pair.Value)).ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new StartupException($"{start.FileName} is not there ({e.Message}). Install the package postgresql-client.", e);
        }
    }
}
