namespace NotifyPortal.Activities;

/// <summary>How the notifications of an activity should read, where that differs from what its action's template gives.</summary>
/// <param name="Icon">As <c>[a-z0-9-]{1,40}</c>.</param>
/// <param name="Severity"><c>info</c>, <c>success</c>, <c>warning</c> or <c>critical</c>.</param>
public sealed record Presentation(
    string? Title = null, string? Text = null, string? Icon = null, string? Link = null, string? Severity = null, string? Event = null,
    string? Group = null, string? CollapseKey = null);
