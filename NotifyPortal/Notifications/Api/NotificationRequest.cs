using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NotifyPortal.Accounts;
using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Api;

/// <summary>A notification as callers send it: to whom, and what is said.</summary>
public sealed record NotificationRequest
{
    /// <summary>A user id or e-mail address.</summary>
    public string? Recipient { get; private init; }

    public IReadOnlyList<string>? Recipients { get; private init; }

    public string? Role { get; private init; }

    /// <summary>The topic whose subscribers are told.</summary>
    public string? Topic { get; private init; }

    public bool? Everyone { get; private init; }

    /// <summary>A browser session's public id.</summary>
    public string? Session { get; private init; }

    /// <summary>All pages and streams that are open now; goes alone, and ephemeral.</summary>
    public bool? Broadcast { get; private init; }

    /// <summary>User ids, e-mail addresses or sessions' public ids that are left out.</summary>
    public IReadOnlyList<string>? Except { get; private init; }

    [MaxLength(100)]
    public string? Type { get; private init; }

    [MaxLength(100)]
    public string? Action { get; private init; }

    [MaxLength(255)]
    public string? Title { get; private init; }

    [MaxLength(4000)]
    public string? Text { get; private init; }

    public string? Icon { get; private init; }

    [MaxLength(2048)]
    public string? Link { get; private init; }

    public Severity? Severity { get; private init; }

    /// <summary>As it was read; <see cref="Actor"/> describes it.</summary>
    [JsonIgnore]
    public GivenActor? GivenActor { get; private init; }

    [Description("A user id or e-mail address, any other name, or an object with a name.")]
    public object? Actor => GivenActor;

    public JsonObject? Metadata { get; private init; }

    public NotificationMode? Mode { get; private init; }

    [MaxLength(100)]
    public string? Event { get; private init; }

    [MaxLength(255)]
    public string? Group { get; private init; }

    [MaxLength(255)]
    public string? CollapseKey { get; private init; }

    public IReadOnlyList<NotificationAction>? Actions { get; private init; }

    /// <summary>When it is sent; without it, at once.</summary>
    public DateTimeOffset? PublishAt { get; private init; }

    /// <summary>When its rows go, wherever they are.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    internal Audience Audience => new()
    {
        Users = [.. Recipients ?? [], .. Recipient is null ? [] : new[] { Recipient }],
        Role = Role,
        Topic = Topic,
        Everyone = Everyone == true,
        Session = Session,
        Broadcast = Broadcast == true,
        Except = Except ?? [],
    };

    /// <summary>Reads it, cleaned; what is at fault is noted with the fields.</summary>
    public static NotificationRequest Read(JsonFields fields)
    {
        var errors = fields.Errors;
        var broadcast = fields.Flag("broadcast");
        var clean = DraftRules.Clean(ReadDraft(fields, broadcast == true ? NotificationMode.Ephemeral : NotificationMode.Queued), errors);
        var request = new NotificationRequest
        {
            Recipient = errors.Line("recipient", fields.Text("recipient"), 255),
            Recipients = fields.Texts("recipients", NotificationService.MaxRecipients, 255),
            Role = errors.Line("role", fields.Text("role"), 100),
            Topic = Topics.Topics.Clean("topic", fields.Text("topic"), errors),
            Everyone = fields.Flag("everyone"),
            Session = errors.Line("session", fields.Text("session"), 255),
            Broadcast = broadcast,
            Except = fields.Texts("except", NotificationService.MaxRecipients, 255),
            Type = clean.Type,
            Action = clean.Action,
            Title = clean.Title,
            Text = clean.Text,
            Icon = clean.Icon,
            Link = clean.Link,
            Severity = clean.Severity,
            GivenActor = GivenActor.Read(fields, "actor"),
            Metadata = clean.Metadata,
            Mode = clean.Mode,
            Event = clean.Event,
            Group = clean.Group,
            CollapseKey = clean.CollapseKey,
            Actions = clean.Actions,
            PublishAt = clean.PublishAt,
            ExpiresAt = clean.ExpiresAt,
        };
        fields.Close();
        request.Check(fields);

        return request;
    }

    internal NotificationDraft ToDraft(IReadOnlyDictionary<string, AccountRef> accounts, Caller caller) => new()
    {
        Type = Type,
        Action = Action,
        Title = Title,
        Text = Text,
        Icon = Icon,
        Link = Link,
        Severity = Severity ?? Notifications.Severity.Info,
        Actor = GivenActor?.Resolve(accounts, caller),
        Metadata = Metadata,
        Mode = Mode ?? NotificationMode.Queued,
        Event = Event,
        Group = Group,
        CollapseKey = CollapseKey,
        Actions = Actions ?? [],
        PublishAt = PublishAt,
        ExpiresAt = ExpiresAt,
    };

    private static NotificationDraft ReadDraft(JsonFields fields, NotificationMode mode) => new()
    {
        Type = fields.Text("type"),
        Action = fields.Text("action"),
        Title = fields.Text("title"),
        Text = fields.Text("text"),
        Icon = fields.Text("icon"),
        Link = fields.Text("link"),
        Severity = fields.OneOf<Severity>("severity") ?? Notifications.Severity.Info,
        Metadata = fields.Free("metadata"),
        Mode = fields.OneOf<NotificationMode>("mode") ?? mode,
        Event = fields.Text("event"),
        Group = fields.Text("group"),
        CollapseKey = fields.Text("collapseKey"),
        Actions = [.. (fields.Objects("actions") ?? []).Select(ReadAction)],
        PublishAt = fields.Time("publishAt"),
        ExpiresAt = fields.Time("expiresAt"),
    };

    private static NotificationAction ReadAction(JsonFields fields)
    {
        var action = new NotificationAction(fields.Text("label") ?? "", fields.Text("link") ?? "");
        fields.Close();

        return action;
    }

    private void Check(JsonFields fields)
    {
        if (Recipients is { Count: 0 })
        {
            fields.Errors.Add("recipients", "must name at least one");
        }

        var named = Recipient is not null || Recipients is not null || Role is not null || Topic is not null || Everyone is true || Session is not null;

        if (Broadcast is true && named)
        {
            fields.Errors.Add("broadcast", "goes alone");
        }

        if (Broadcast is true && Mode is not NotificationMode.Ephemeral)
        {
            fields.Errors.Add("mode", "must be ephemeral in a broadcast");
        }

        if (Broadcast is not true && !named && !Names(fields))
        {
            fields.Errors.Add("recipient", "is required, or recipients, role, topic, everyone, session or broadcast");
        }
    }

    // Those at fault have been refused already; "recipient is required" would mislead.
    private static bool Names(JsonFields fields) => new[] { "topic", "session", "recipients" }.Any(name => fields.Value(name) is not null);
}
