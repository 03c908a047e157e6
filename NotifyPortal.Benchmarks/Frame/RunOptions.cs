namespace NotifyPortal.Benchmarks.Frame;

/// <summary>What the command line asks for.</summary>
/// <param name="Names">The scenarios; none: all.</param>
/// <param name="Quick">Smaller data and fewer rounds, for the same ratios.</param>
/// <param name="Json">The file that gets every figure, too.</param>
public sealed record RunOptions(IReadOnlyList<string> Names, bool Quick, string? Json)
{
    /// <summary>Rows of the large data set; the small one has 10,000.</summary>
    public int ManyRows => Quick ? 1_000_000 : 10_000_000;

    /// <summary>How often each measurement is repeated, after its warm-up.</summary>
    public int Rounds => Quick ? 3 : 7;

    /// <summary>For how long one round of load is held.</summary>
    public TimeSpan RoundTime => TimeSpan.FromSeconds(Quick ? 0.3 : 3);

    public T Pick<T>(T quick, T full) => Quick ? quick : full;

    /// <summary>Null when the arguments cannot be understood; <paramref name="errors"/> then says why and how it is used.</summary>
    public static RunOptions? Parse(IReadOnlyList<string> args, IReadOnlyList<string> known, TextWriter errors)
    {
        var names = new List<string>();
        var quick = false;
        string? json = null;

        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--quick")
            {
                quick = true;
            }
            else if (args[i] == "--json" && i + 1 < args.Count)
            {
                json = args[++i];
            }
            else if (known.Contains(args[i]))
            {
                names.Add(args[i]);
            }
            else
            {
                errors.WriteLine($"{args[i]} is not known. Usage: [names] [--quick] [--json FILE]; the names: {string.Join(" ", known)}");

                return null;
            }
        }

        return new RunOptions(names, quick, json);
    }
}
