using NotifyPortal.Data;

namespace NotifyPortal.Activities;

/// <summary>Which entries of the log; what is null is not asked for.</summary>
public sealed record ActivityQuery
{
    public string? Module { get; init; }

    public ActivityOrigin? Origin { get; init; }

    /// <summary>An action, or a family of them: <c>post.*</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The actor's user id or name.</summary>
    public string? Actor { get; init; }

    /// <summary>The target's user id or name.</summary>
    public string? Target { get; init; }

    /// <summary>A resource's type, or <c>type/id</c>.</summary>
    public string? Resource { get; init; }

    /// <summary>The earliest, inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The latest, exclusive.</summary>
    public DateTimeOffset? Until { get; init; }

    public int Limit { get; init; } = 25;

    public PageCursor? Cursor { get; init; }

    internal IQueryable<ActivityEntry> Apply(IQueryable<ActivityEntry> rows)
    {
        rows = Module is null ? rows : rows.Where(a => a.Module == Module);
        rows = Origin is null ? rows : rows.Where(a => a.Origin == Origin);
        rows = Actor is null ? rows : rows.Where(a => a.ActorId == Actor || a.ActorName == Actor);
        rows = Target is null ? rows : rows.Where(a => a.TargetId == Target || a.TargetName == Target);
        rows = Since is null ? rows : rows.Where(a => a.OccurredAt >= Since);
        rows = Until is null ? rows : rows.Where(a => a.OccurredAt < Until);

        return WithResource(WithAction(rows));
    }

    private IQueryable<ActivityEntry> WithAction(IQueryable<ActivityEntry> rows)
    {
        if (Action is null)
        {
            return rows;
        }

        if (!Action.EndsWith(".*", StringComparison.Ordinal))
        {
            return rows.Where(a => a.Action == Action);
        }

        var family = Action[..^1];

        return rows.Where(a => a.Action.Substring(0, family.Length) == family); // StartsWith is LIKE on SQLite, which ignores case
    }

    private IQueryable<ActivityEntry> WithResource(IQueryable<ActivityEntry> rows)
    {
        if (Resource is null)
        {
            return rows;
        }

        var parts = Resource.Split('/', 2);
        rows = rows.Where(a => a.ResourceType == parts[0]);

        return parts.Length == 1 ? rows : rows.Where(a => a.ResourceId == parts[1]);
    }
}
