namespace NotifyPortal.Data;

/// <summary>What others have committed since the last look.</summary>
/// <param name="Any">False: nothing.</param>
/// <param name="After">Rows of theirs have numbers of the sequence after this one; null: nobody can tell which.</param>
public readonly record struct ForeignCommits(bool Any, long? After)
{
    public static readonly ForeignCommits None = new(false, null);

    /// <summary>Something, whatever it is.</summary>
    public static readonly ForeignCommits Unknown = new(true, null);
}
