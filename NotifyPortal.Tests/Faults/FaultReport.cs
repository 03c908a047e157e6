using System.Globalization;

namespace NotifyPortal.Tests.Faults;

/// <summary>The figures of a fault, said on the test's output; for <c>./test</c>, in the file that FAULT_FIGURES names.</summary>
internal static class FaultReport
{
    private static readonly string? Figures = Environment.GetEnvironmentVariable("FAULT_FIGURES");

    public static void Say(string fault, FormattableString figures)
    {
        var line = $"{fault}: {figures.ToString(CultureInfo.InvariantCulture)}";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        Console.WriteLine(line); // passing tests keep their output to themselves

        if (Figures is not null)
        {
            File.AppendAllLines(Figures, [line]);
        }
    }
}
