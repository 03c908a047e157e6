namespace NotifyPortal.Activities;

/// <summary>What was recorded, and what became of its notifications.</summary>
public sealed record ActivityResult(ActivityEntry Entry, IReadOnlyList<Outcome> Outcomes);
