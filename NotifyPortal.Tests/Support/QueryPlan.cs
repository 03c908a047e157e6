using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NotifyPortal.Data.Sqlite;

namespace NotifyPortal.Tests.Support;

/// <summary>How SQLite goes about the product's statements: what it walks through, and what it sorts.</summary>
internal static partial class QueryPlan
{
    /// <summary>Tables that do not grow with use.</summary>
    private static readonly HashSet<string> Small =
        ["Modules", "Settings", "AspNetRoles", "ApiKeys", "LastPrune", "TypeTallies", "HourTallies", "Sequences", "RequiredTypes"];

    /// <summary>The steps that cost more as tables grow: a scan of a table, and a sort of what is searched in one.</summary>
    public static async Task<IReadOnlyList<string>> GrowingStepsAsync(string databaseFile, IEnumerable<string> statements)
    {
        await using var connection = new SqliteConnection($"Data Source={databaseFile};Pooling=False");
        await connection.OpenAsync();
        var growing = new List<string>();

        foreach (var sql in statements.SelectMany(s => Holes().Replace(SqliteSql.TextOf(s), "@p$1").Split(';')).Where(s => !string.IsNullOrWhiteSpace(s)).Distinct())
        {
            var tables = Names().Matches(sql).ToLookup(m => m.Groups["alias"].Value, m => m.Groups["table"].Value);
            var steps = await ReadAsync(connection, sql);

            foreach (var (parent, detail) in steps)
            {
                if (detail.StartsWith("SCAN ", StringComparison.Ordinal) && TableOf(detail, tables) is { } scanned)
                {
                    growing.Add($"SCAN {scanned}");
                }
                else if (detail == "USE TEMP B-TREE FOR ORDER BY" && steps.Where(s => s.Parent == parent).Select(s => TableOf(s.Detail, tables)).FirstOrDefault() is { } sorted)
                {
                    growing.Add($"SORT {sorted}");
                }
            }
        }

        return [.. growing.Distinct().Order(StringComparer.Ordinal)];
    }

    // What is derived within the statement has a name of its own and is as small as what it is derived from allows.
    private static string? TableOf(string detail, ILookup<string, string> tables) =>
        Visits().Match(detail) is { Success: true } visit && tables[visit.Groups["name"].Value].FirstOrDefault() is { } table && !Small.Contains(table) ? table : null;

    private static async Task<List<(long Parent, string Detail)>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";

        foreach (var parameter in Parameters().Matches(sql).Select(m => m.Value).Distinct(StringComparer.Ordinal))
        {
            command.Parameters.AddWithValue(parameter, DBNull.Value);
        }

        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<(long, string)>();

        while (await reader.ReadAsync())
        {
            steps.Add((reader.GetInt64(1), reader.GetString(3)));
        }

        return steps;
    }

    [GeneratedRegex("""(?:FROM|JOIN|INTO|UPDATE|,)\s+"(?<table>\w+)"\s+AS\s+"?(?<alias>\w+)"?|(?:FROM|JOIN|UPDATE)\s+"(?<table>(?<alias>\w+))"(?!\s+AS)""")]
    private static partial Regex Names();

    // Statements that are prepared once are told as they are written, for both engines; a list is JSON to this one.
    [GeneratedRegex(@"\?(\d+)")]
    private static partial Regex Holes();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"^(?:SCAN|SEARCH) (?<name>\w+)(?! VIRTUAL)\b")]
    private static partial Regex Visits();
}
