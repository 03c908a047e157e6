using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using NotifyPortal.Data;

namespace NotifyPortal.Commands;

/// <summary>Turns what stops a start into one line that names the setting at fault.</summary>
internal static partial class StartupFailure
{
    /// <summary>Says on stderr what stops the start.</summary>
    /// <returns>False for an exception that is not the operator's to mend: nothing was said.</returns>
    public static bool Tell(Exception exception)
    {
        if (Explain(exception) is not { } line)
        {
            return false;
        }

        Console.Error.WriteLine(line);

        return true;
    }

    /// <returns>The line, or null for an exception that is not the operator's to mend.</returns>
    public static string? Explain(Exception exception) => exception switch
    {
        StartupException e => OneLine(e.Message),
        OptionsValidationException e => OneLine(string.Join(" ", e.Failures.Select(failure => Named(failure, e.OptionsType)))),
        AggregateException e when e.InnerExceptions.All(inner => inner is OptionsValidationException) => string.Join(" ", e.InnerExceptions.Select(Explain)),
        IOException { InnerException: AddressInUseException } e => $"urls: {OneLine(e.Message)} Choose another address with --urls.",
        SocketException e => $"urls: the address cannot be listened on ({OneLine(e.Message)}). Choose another with --urls.",
        FormatException e when e.Message.StartsWith("Invalid url", StringComparison.Ordinal) => $"urls: {OneLine(e.Message)}",
        InvalidDataException e => OneLine($"{e.Message} {e.InnerException?.Message}"), // a settings file that is no JSON names itself
        InvalidOperationException e when e.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => OneLine(e.Message),
        _ => null,
    };

    // The framework names the class and the member; the operator knows the section and the key.
    private static string Named(string failure, Type options)
    {
        if (Annotation().Match(failure) is not { Success: true } match)
        {
            return failure;
        }

        var key = $"{options.GetField("Section")?.GetRawConstantValue() ?? options.Name}:{match.Groups["member"].Value}";
        var error = match.Groups["error"].Value;

        return error.Contains(key, StringComparison.Ordinal) ? error : $"{key}: {error}";
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    [GeneratedRegex("members: '(?<member>[^']+)' with the error: '(?<error>.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Annotation();
}
