using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Data;

/// <summary>Section <c>Database</c>: where everything is stored.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    public const string Sqlite = nameof(Sqlite);

    public const string Postgres = nameof(Postgres);

    /// <summary>The engine: <c>Sqlite</c> or <c>Postgres</c>. Default: <c>Sqlite</c>.</summary>
    [AllowedValues(Sqlite, Postgres, ErrorMessage = "Database:Provider is unknown: use Sqlite or Postgres.")]
    public string Provider { get; set; } = Sqlite;

    /// <summary>Whether several replicas may serve this database.</summary>
    public static bool IsShared(IConfiguration configuration) => configuration[$"{Section}:{nameof(Provider)}"] == Postgres;

    /// <summary>Sqlite: by default the file <c>App_Data/portal.db</c> under the content root. Postgres: <c>Host=…;Database=…;Username=…;Password=…</c>.</summary>
    public string? ConnectionString { get; set; }
}
