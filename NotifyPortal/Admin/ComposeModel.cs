using System.ComponentModel.DataAnnotations;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Admin;

/// <summary>Whom a composed notification goes to.</summary>
public enum ComposeTo
{
    User,
    Role,
    Topic,
    Everyone,
}

/// <summary>The compose form.</summary>
public sealed class ComposeModel : IValidatableObject
{
    public ComposeTo To { get; set; }

    /// <summary>An e-mail address or id.</summary>
    public string? User { get; set; }

    public string? Role { get; set; }

    public string? Topic { get; set; }

    public string? Title { get; set; }

    public string? Text { get; set; }

    public string? Link { get; set; }

    public Severity Severity { get; set; }

    public Audience Audience => To switch
    {
        ComposeTo.User => Audience.Of(User?.Trim() ?? ""),
        ComposeTo.Role => new Audience { Role = Role },
        ComposeTo.Topic => new Audience { Topic = Topic?.Trim() },
        _ => new Audience { Everyone = true },
    };

    public NotificationDraft Draft => new() { Type = "system", Title = Title, Text = Text, Link = Link, Severity = Severity };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (To == ComposeTo.User && string.IsNullOrWhiteSpace(User))
        {
            yield return new ValidationResult("Say who is to receive it.", [nameof(User)]);
        }

        if (To == ComposeTo.Topic && string.IsNullOrWhiteSpace(Topic))
        {
            yield return new ValidationResult("Say which topic.", [nameof(Topic)]);
        }

        if (string.IsNullOrWhiteSpace(Title))
        {
            yield return new ValidationResult("A title is needed.", [nameof(Title)]);
        }

        var errors = new InputErrors();
        DraftRules.Clean(Draft, errors);

        foreach (var (field, messages) in errors.ToDictionary())
        {
            yield return new ValidationResult($"It {messages[0]}.", [char.ToUpperInvariant(field[0]) + field[1..]]);
        }
    }
}
