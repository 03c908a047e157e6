using System.CommandLine;

namespace NotifyPortal.Commands;

/// <summary><c>verify</c>: what can be checked of the database while nothing is asked of it.</summary>
internal static class VerifyCommand
{
    public static Command Create(IServiceProvider services)
    {
        var command = new Command("verify", "Checks the database and every promise that can be checked at rest; lists what is broken.");
        command.SetAction((_, token) => RunAsync(services, token));

        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var report = await services.GetRequiredService<DatabaseCheck>().RunAsync(cancellationToken);

        foreach (var problem in report.Problems.Concat(report.Pending))
        {
            await Console.Error.WriteLineAsync(problem);
        }

        if (report.Problems.Count + report.Pending.Count > 0)
        {
            return 1;
        }

        Console.WriteLine($"ok: {string.Join(", ", report.Counts.Select(c => $"{c.Value} {c.Key}"))}");

        return 0;
    }
}
