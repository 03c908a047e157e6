using System.Globalization;

namespace NotifyPortal.Tests.Faults;

/// <summary>The figures of a fault, said on the test's output.</summary>
internal static class FaultReport
{
    public static void Say(string fault, FormattableString figures)
    {
        var line = $"{fault}: {figures.ToString(CultureInfo.InvariantCulture)}";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        Console.WriteLine(line); // passing tests keep their output to themselves
    }
}
