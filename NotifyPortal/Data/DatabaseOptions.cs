using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Data;

/// <summary>Section <c>Database</c>: where everything is stored.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>The engine. Default: <c>Sqlite</c>.</summary>
    [AllowedValues("Sqlite", ErrorMessage = "Database:Provider is unknown: use Sqlite.")]
    public string Provider { get; set; } = "Sqlite";

    /// <summary>Default: the file <c>App_Data/portal.db</c> under the content root.</summary>
    public string? ConnectionString { get; set; }
}
