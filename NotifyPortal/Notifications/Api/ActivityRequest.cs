using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Api;

/// <summary>An activity as callers send it.</summary>
public sealed record ActivityRequest
{
    public const int MaxRecipients = 10_000;

    [MaxLength(100)]
    public string Action { get; internal init; } = "";

    [MaxLength(50)]
    public string? Module { get; internal init; }

    public ActivityOrigin? Origin { get; internal init; }

    /// <summary>As it was read; <see cref="Actor"/> describes it.</summary>
    [JsonIgnore]
    public GivenActor? GivenActor { get; internal init; }

    [Description("A user id or e-mail address, any other name, or an object with a name.")]
    public object? Actor => GivenActor;

    /// <summary>A user id or e-mail address.</summary>
    [MaxLength(255)]
    public string? Target { get; internal init; }

    [MaxLength(MaxRecipients)]
    public IReadOnlyList<string>? Recipients { get; internal init; }

    public ResourceDto? Resource { get; internal init; }

    public JsonObject? Metadata { get; internal init; }

    public DateTimeOffset? OccurredAt { get; internal init; }

    public Presentation? Notification { get; internal init; }

    /// <summary>Reads it, cleaned; what is at fault is noted with the fields.</summary>
    public static ActivityRequest Read(JsonFields fields)
    {
        var (errors, at) = (fields.Errors, fields.Prefix);
        var request = new ActivityRequest
        {
            Action = errors.Line($"{at}action", fields.Text("action"), 100) ?? "",
            Module = errors.Line($"{at}module", fields.Text("module"), 50),
            Origin = fields.OneOf<ActivityOrigin>("origin"),
            GivenActor = GivenActor.Read(fields, "actor"),
            Target = errors.Line($"{at}target", fields.Text("target"), 255),
            Recipients = fields.Texts("recipients", MaxRecipients, 255),
            Resource = ResourceDto.Read(fields.Nested("resource")),
            Metadata = DraftRules.Metadata(fields.Free("metadata"), errors, $"{at}metadata"),
            OccurredAt = fields.Time("occurredAt"),
            Notification = fields.Nested("notification") is { } notification ? ReadPresentation(notification) : null,
        };
        fields.Close();

        if (request.Action is "")
        {
            errors.Add($"{at}action", "is required");
        }

        return request;
    }

    /// <summary>The names that accounts may answer to.</summary>
    internal IEnumerable<string> Names => new[] { Target, GivenActor is { MayBeAccount: true } ? GivenActor.Name : null }.OfType<string>();

    public ActivityDraft ToDraft(IReadOnlyDictionary<string, AccountRef> accounts, Caller caller, string sender) => new(Action)
    {
        Module = Module ?? "portal",
        Origin = Origin ?? ActivityOrigin.Auto,
        Actor = GivenActor?.Resolve(accounts, caller),
        TargetId = Target is null ? null : accounts.GetValueOrDefault(Target)?.Id,
        TargetName = Target is null ? null : accounts.GetValueOrDefault(Target)?.Name ?? Target,
        Recipients = Recipients,
        ResourceType = Resource?.Type,
        ResourceId = Resource?.Id,
        Metadata = Metadata,
        OccurredAt = OccurredAt,
        Presentation = Notification,
        Sender = sender,
    };

    internal static Presentation ReadPresentation(JsonFields fields)
    {
        var severity = fields.OneOf<Severity>("severity");
        var clean = DraftRules.Clean(new NotificationDraft
        {
            Title = fields.Text("title"),
            Text = fields.Text("text"),
            Icon = fields.Text("icon"),
            Link = fields.Text("link"),
            Event = fields.Text("event"),
            Group = fields.Text("group"),
            CollapseKey = fields.Text("collapseKey"),
        }, fields.Errors, fields.Prefix);
        fields.Close();

        return new Presentation(clean.Title, clean.Text, clean.Icon, clean.Link, severity?.ToString(), clean.Event, clean.Group, clean.CollapseKey);
    }
}
