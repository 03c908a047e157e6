using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Api;

/// <summary>Which ones a bulk operation means: exactly one of <c>upTo</c>, <c>ids</c>, <c>all</c>.</summary>
public sealed record BulkRequest
{
    public const int MaxIds = 500;

    /// <summary>A page's watermark or an item's position.</summary>
    public string? UpTo { get; private init; }

    /// <summary>With <c>upTo</c>: only this type and its sub-types.</summary>
    public string? Type { get; private init; }

    public IReadOnlyList<string>? Ids { get; private init; }

    public bool? All { get; private init; }

    internal IReadOnlyList<long> Numbers => [.. (Ids ?? []).Select(id => ApiGroup.ParseId(id) ?? 0)]; // nobody's id is 0

    internal BulkSelection Selection => Ids is not null ? BulkSelection.Of(Numbers)
        : All == true ? BulkSelection.All()
        : BulkSelection.Through(ApiGroup.ParseId(UpTo!)!.Value, Type);

    /// <summary>Reads it; what is at fault is noted with the fields.</summary>
    public static BulkRequest Read(JsonFields fields)
    {
        var errors = fields.Errors;
        var request = new BulkRequest
        {
            UpTo = fields.Text("upTo"),
            Type = errors.Line("type", fields.Text("type"), 100),
            Ids = fields.Texts("ids", MaxIds, 20),
            All = fields.Flag("all"),
        };
        fields.Later("q");
        fields.Close();

        if (request.UpTo is not null && ApiGroup.ParseId(request.UpTo) is null)
        {
            errors.Add("upTo", "must be a page's watermark or an item's position");
        }

        if (request.Ids is { Count: 0 })
        {
            errors.Add("ids", "must name at least one");
        }

        if (request.Type is not null && request.UpTo is null)
        {
            errors.Add("type", "goes with upTo only");
        }

        if (new[] { fields.Value("upTo") is not null, fields.Value("ids") is not null, request.All == true }.Count(given => given) != 1)
        {
            errors.Add("upTo", "give exactly one of upTo, ids and all: true");
        }

        return request;
    }
}
