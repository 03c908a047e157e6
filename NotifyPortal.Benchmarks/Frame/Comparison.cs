namespace NotifyPortal.Benchmarks.Frame;

/// <summary>The portal and what it is held against, measured in turns: the rounds of both belong together.</summary>
/// <param name="What">What was measured, as the report names it.</param>
public sealed record Comparison(string What, string Unit, IReadOnlyList<double> PortalRounds, IReadOnlyList<double> BareRounds)
{
    /// <summary>What the portal is held against, in a word or two.</summary>
    public string Peer { get; init; } = "bare";

    public Series Portal { get; } = new(Unit, PortalRounds);

    public Series Bare { get; } = new(Unit, BareRounds);

    /// <summary>Portal by peer, round by round: what disturbs the machine disturbs both.</summary>
    public Series Ratio { get; } = new("×", PortalRounds.Zip(BareRounds, (portal, bare) => portal / bare));
}
