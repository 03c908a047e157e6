using NotifyPortal.Activities;

namespace NotifyPortal.Demo;

/// <summary>Something that happened to the demo's team.</summary>
/// <param name="Actor">Null: nobody in particular.</param>
/// <param name="To">Whom it concerns, by e-mail.</param>
internal sealed record DemoEvent(string Module, string Action, Actor? Actor, Presentation Shown, string ResourceType, string ResourceId, params IReadOnlyList<string> To)
{
    public DateTimeOffset At { get; init; }

    public ActivityOrigin Origin { get; init; } = ActivityOrigin.Auto;

    /// <summary>Whoever reads it puts it away.</summary>
    public bool Fleeting { get; init; }

    public ActivityDraft Draft => new(Action)
    {
        Module = Module,
        Origin = Origin,
        Actor = Actor,
        Recipients = To,
        ResourceType = ResourceType,
        ResourceId = ResourceId,
        OccurredAt = At,
        Presentation = Shown,
    };
}
