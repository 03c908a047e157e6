using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Live.Backplanes;

/// <summary>Section <c>Backplane</c>: what carries signals between the replicas.</summary>
public sealed class BackplaneOptions : IValidatableObject
{
    public const string Section = "Backplane";

    /// <summary>There is one replica.</summary>
    public const string None = nameof(None);

    public const string Redis = nameof(Redis);

    /// <summary>The database's own; there is nothing more to set.</summary>
    public const string Postgres = nameof(Postgres);

    /// <summary><c>None</c>, <c>Redis</c>, <c>Postgres</c>, or <c>Namespace.Type, Assembly</c> of your own. Default: <c>None</c>.</summary>
    public string Kind { get; set; } = None;

    /// <summary>Of the Redis server: <c>host:port,password=…,ssl=true</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Begins the names of the channels, so that portals can share a server. Default: <c>notifyportal</c>.</summary>
    [RegularExpression("^[a-z][a-z0-9_]{0,39}$", ErrorMessage = "Backplane:Prefix must be 1 to 40 of a-z, 0-9 and _, and begin with a letter.")]
    public string Prefix { get; set; } = "notifyportal";

    /// <summary>Whether there is one at all.</summary>
    internal bool Used => Kind != None;

    /// <summary>The class, if it is one of your own and there.</summary>
    internal Type? CustomType => Type.GetType(Kind, throwOnError: false) is { IsAbstract: false } type && type.IsAssignableTo(typeof(IBackplane)) ? type : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind is not (None or Redis or Postgres) && CustomType is null)
        {
            yield return new ValidationResult("Backplane:Kind is unknown: use None, Redis, Postgres, or Namespace.Type, Assembly of a class that implements IBackplane.");
        }

        if (Kind == Redis && string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return new ValidationResult("Backplane:ConnectionString is missing: name the Redis server, host:port.");
        }
    }
}
