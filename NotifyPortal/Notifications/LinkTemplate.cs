namespace NotifyPortal.Notifications;

/// <summary>Where notifications about a kind of resource lead when their message does not say.</summary>
/// <param name="Template">A safe link with <c>{id}</c>, as <c>https://tracker.example/issues/{id}</c>.</param>
public sealed record LinkTemplate(string ResourceType, string Template);
