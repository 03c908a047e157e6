namespace NotifyPortal.Benchmarks.Frame;

/// <summary>One thing the portal must be fast at, measured beside the least that does the same job.</summary>
public abstract class Scenario
{
    /// <summary>The goal's number: "S1".</summary>
    public abstract string Number { get; }

    /// <summary>As the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What is measured, in one line.</summary>
    public abstract string Title { get; }

    /// <summary>Runs only when it is asked for by its name.</summary>
    public virtual bool Asked => false;

    public abstract Task RunAsync(Report report, RunOptions options);
}
