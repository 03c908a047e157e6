using System.CommandLine;
using System.Data.Common;
using NotifyPortal.Data;

namespace NotifyPortal.Commands;

/// <summary>How commands end: what they found on stdout, or one clear line on stderr and exit code 1.</summary>
internal static class CommandRun
{
    public static async Task<int> OneLineAsync(ParseResult parsed, Func<Task<string>> work)
    {
        try
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync(await work());

            return 0;
        }
        catch (Exception e) when (e is CommandFailure or DbException or StartupException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message.ReplaceLineEndings(" "));

            return 1;
        }
    }
}
