using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Tallies;

namespace NotifyPortal.Commands;

/// <summary>What a database says of itself: what is broken, which migrations it still lacks, and how much there is.</summary>
internal sealed record DatabaseReport(IReadOnlyList<string> Problems, IReadOnlyList<string> Pending, IReadOnlyDictionary<string, long> Counts);

/// <summary>Checks a database, or a copy of one, without writing to it.</summary>
internal sealed class DatabaseCheck(IDbContextFactory<PortalDbContext> contexts, DatabaseUpkeep upkeep)
{
    private static readonly string[] Counted = ["Notifications", "Recipients", "Messages", "Activities"];

    private readonly IReadOnlyList<(string Rule, string Broken)> rules = [.. DatabaseRules.All(upkeep.Words), .. TallyCheck.Rules(upkeep.Words)];

    /// <summary>The database the portal is set up with.</summary>
    public async Task<DatabaseReport> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await upkeep.OpenReadOnlyAsync(cancellationToken);

        return await RunAsync(connection, cancellationToken);
    }

    public async Task<DatabaseReport> RunAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var problems = new List<string>();

        try
        {
            problems.AddRange(await upkeep.FindDamageAsync(connection, cancellationToken));
            var (pending, unknown) = await MigrationsAsync(connection, cancellationToken);
            problems.AddRange(unknown);

            if (problems.Count + pending.Count == 0) // the rules speak of today's tables
            {
                await RulesAsync(connection, problems, cancellationToken);
            }

            return new DatabaseReport(problems, pending, problems.Count + pending.Count == 0 ? await CountsAsync(connection, cancellationToken) : []);
        }
        catch (DbException e) // too damaged to answer
        {
            return new DatabaseReport([.. problems, $"{upkeep.Unreadable}: {e.Message}"], [], new Dictionary<string, long>());
        }
    }

    private async Task RulesAsync(DbConnection connection, List<string> problems, CancellationToken cancellationToken)
    {
        foreach (var (rule, broken) in rules)
        {
            problems.AddRange((await connection.RowsAsync(broken, cancellationToken)).Select(row => string.Create(CultureInfo.InvariantCulture, $"{rule} {row[0]}")));
        }

        foreach (var row in await connection.RowsAsync("SELECT \"Id\", \"Link\", \"Icon\", \"Actions\" FROM \"Messages\"", cancellationToken))
        {
            var errors = new InputErrors();
            DraftRules.Link((string?)row[1], errors, "link");
            DraftRules.Icon((string?)row[2], errors, "icon");
            problems.AddRange(errors.Any ? [$"message {row[0]}: {errors}"] : []);
            problems.AddRange(AreSafe((string?)row[3]) ? [] : [$"message {row[0]}: an action leads nowhere safe"]);
        }
    }

    private async Task<(List<string> Pending, List<string> Unknown)> MigrationsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToList();
        var applied = await upkeep.AppliedMigrationsAsync(connection, cancellationToken);

        return ([.. known.Except(applied).Select(m => $"migration not applied: {m}")], [.. applied.Except(known).Select(m => $"migration not known: {m}")]);
    }

    private static async Task<Dictionary<string, long>> CountsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);

        foreach (var table in Counted)
        {
            counts[table.ToLowerInvariant()] = (long)(await connection.ScalarAsync($"SELECT count(*) FROM \"{table}\"", cancellationToken))!;
        }

        return counts;
    }

    private static bool AreSafe(string? actions)
    {
        try
        {
            return actions is null || JsonSerializer.Deserialize<List<NotificationAction>>(actions, JsonSerializerOptions.Web)!.All(a => SafeLink.IsSafe(a.Link));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
