using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Extending;

namespace NotifyPortal.Tests.ThirdParty;

/// <summary>Holds back what the shop calls secret.</summary>
public sealed class NoSecrets : INotificationFilter
{
    public Task<NotificationDraft?> ApplyAsync(NotificationDraft draft, NotificationScope scope, CancellationToken cancellationToken) =>
        Task.FromResult(draft.Title?.Contains("secret", StringComparison.OrdinalIgnoreCase) == true ? null : draft);
}

/// <summary>Says to whom it goes. After <see cref="Shout"/>, so that this stays as it is.</summary>
public sealed class NameScope : INotificationFilter
{
    public int Order => 20;

    public Task<NotificationDraft?> ApplyAsync(NotificationDraft draft, NotificationScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<NotificationDraft?>(draft.Title?.StartsWith("SCOPE", StringComparison.Ordinal) == true ? draft with { Title = $"{draft.Title} {scope}" } : draft);
}

public sealed class Shout : INotificationFilter
{
    public int Order => 5;

    public Task<NotificationDraft?> ApplyAsync(NotificationDraft draft, NotificationScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<NotificationDraft?>(draft.Title is "scope" or "secret?" ? draft with { Title = draft.Title.ToUpperInvariant() } : draft);
}

/// <summary>Breaks, as others' code does: by throwing, or by a draft that must not be.</summary>
public sealed class Broken : INotificationFilter
{
    public Task<NotificationDraft?> ApplyAsync(NotificationDraft draft, NotificationScope scope, CancellationToken cancellationToken) => draft.Title switch
    {
        "throw" => throw new InvalidOperationException("broken"),
        "bad link" => Task.FromResult<NotificationDraft?>(draft with { Link = "javascript:alert(1)" }),
        _ => Task.FromResult<NotificationDraft?>(draft),
    };
}
