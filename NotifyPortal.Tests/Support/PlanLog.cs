using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace NotifyPortal.Tests.Support;

/// <summary>
/// How PostgreSQL went about a portal's statements: it says so itself with each, triggers' own ones included. Within a transaction it does so with the
/// next one, so they are told apart by time and not by who asked.
/// </summary>
internal sealed class PlanLog : DbConnectionInterceptor
{
    /// <summary>So many rows of a table may be touched by a statement that is to stay small.</summary>
    private const double Few = 1000;

    /// <summary>What a connection string needs for it, of an administrator's.</summary>
    public const string Options =
        "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_analyze=on -c auto_explain.log_timing=off " +
        "-c auto_explain.log_nested_statements=on -c auto_explain.log_format=json -c client_min_messages=log";

    private readonly ConcurrentQueue<string> plans = new();
    private readonly ConditionalWeakTable<DbConnection, object> heard = [];

    /// <summary>The steps that went through many rows: of a table, or to sort them. What is counted is counted.</summary>
    public IReadOnlyList<string> GrowingSteps => [.. plans.SelectMany(plan => Growing(Root(plan), counted: false)).Distinct().Order(StringComparer.Ordinal)];

    public bool Any => !plans.IsEmpty;

    public void Clear() => plans.Clear();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Hear(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Hear(connection);

        return Task.CompletedTask;
    }

    private static JsonElement Root(string message) => JsonDocument.Parse(message[message.IndexOf('{', StringComparison.Ordinal)..]).RootElement.GetProperty("Plan");

    private static IEnumerable<string> Growing(JsonElement node, bool counted)
    {
        var type = node.GetProperty("Node Type").GetString()!;
        var children = node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().ToList() : [];
        var touched = (Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck")) * Number(node, "Actual Loops");

        if (touched > Few && node.TryGetProperty("Relation Name", out var table) && (type == "Seq Scan" || !counted))
        {
            yield return $"{(type == "Seq Scan" ? "SCAN" : "WALK")} {table.GetString()}";
        }

        if (type is "Sort" or "Incremental Sort" && children.Sum(child => Number(child, "Actual Rows")) > Few)
        {
            yield return "SORT";
        }

        foreach (var step in children.SelectMany(child => Growing(child, counted || type == "Aggregate")))
        {
            yield return step;
        }
    }

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private void Hear(DbConnection connection)
    {
        if (heard.TryAdd(connection, this))
        {
            ((NpgsqlConnection)connection).Notice += (_, notice) => Keep(notice.Notice.MessageText);
        }
    }

    private void Keep(string message)
    {
        if (message.Contains("plan:", StringComparison.Ordinal))
        {
            plans.Enqueue(message);
        }
    }
}
