namespace NotifyPortal.Demo;

/// <summary>The time at which the demo's past is lived through once more.</summary>
internal sealed class DemoClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
