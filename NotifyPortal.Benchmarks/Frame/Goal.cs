namespace NotifyPortal.Benchmarks.Frame;

/// <summary>A limit and what was measured against it.</summary>
/// <param name="Measured">Not a number: it could not be measured, and is not reached.</param>
/// <param name="AtLeast">True: the limit is the least that is wanted; false: the most.</param>
public sealed record Goal(string Scenario, string What, double Measured, double Limit, string Unit, bool AtLeast)
{
    public bool Reached => AtLeast ? Measured >= Limit : Measured <= Limit;

    /// <summary>One line that ends in the verdict.</summary>
    public override string ToString() =>
        $"{Scenario} {What}: {Figure.Text(Measured)} {Unit}, goal {(AtLeast ? "≥" : "≤")} {Figure.Text(Limit)} {Unit}: {(Reached ? "reached" : "not reached")}";
}
