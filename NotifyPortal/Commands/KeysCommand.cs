using System.CommandLine;
using System.Globalization;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Data;

namespace NotifyPortal.Commands;

/// <summary><c>keys create</c>, <c>keys list</c>, <c>keys revoke</c>.</summary>
internal static class KeysCommand
{
    private static readonly Actor CommandLine = new(null, "command line");

    public static Command Create(IServiceProvider services) => new("keys", "API keys: create, list, revoke")
    {
        New(services), List(services), Revoke(services),
    };

    private static Command New(IServiceProvider services)
    {
        var name = new Option<string>("--name") { Description = "The sender's name as readers see it", Required = true };
        var scopes = new Option<string>("--scopes") { Description = $"Separated by commas: {string.Join(",", Api.Scopes.All)}", Required = true };
        var user = new Option<string?>("--user") { Description = "The e-mail address of the account that inbox scopes act as" };
        var expires = new Option<string?>("--expires") { Description = "Days until it ends, as 90d; never without it" };
        var command = new Command("create", "Make a key; it is printed once, alone on the last line") { name, scopes, user, expires };
        command.SetAction((parsed, cancellationToken) => CommandRun.OneLineAsync(parsed, async () =>
        {
            var now = services.GetRequiredService<TimeProvider>().Now();
            var draft = new KeyDraft(
                parsed.GetValue(name), parsed.GetValue(scopes)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                parsed.GetValue(user), parsed.GetValue(expires) is { } text ? now.AddDays(DaysOf(text)) : null);
            var errors = new InputErrors();
            var key = await services.GetRequiredService<KeyService>().CreateAsync(draft, errors, CommandLine, cancellationToken);

            return key ?? throw new CommandFailure(errors.ToString());
        }));

        return command;
    }

    private static Command List(IServiceProvider services)
    {
        var command = new Command("list", "The keys that are not revoked");
        command.SetAction((parsed, cancellationToken) => CommandRun.OneLineAsync(parsed, async () =>
        {
            var keys = await services.GetRequiredService<KeyService>().ListAsync(cancellationToken);

            return keys.Count == 0 ? "There are no keys." : string.Join('\n', keys.Select(Line));
        }));

        return command;
    }

    private static Command Revoke(IServiceProvider services)
    {
        var id = new Argument<string>("ID") { Description = "The key's id, as list shows it" };
        var command = new Command("revoke", "End a key for good; a running server refuses it within 5 seconds") { id };
        command.SetAction((parsed, cancellationToken) => CommandRun.OneLineAsync(parsed, async () =>
            await services.GetRequiredService<KeyService>().RevokeAsync(parsed.GetValue(id)!, CommandLine, cancellationToken)
                ? $"Revoked {parsed.GetValue(id)}."
                : throw new CommandFailure($"There is no key with the id {parsed.GetValue(id)} that could be revoked.")));

        return command;
    }

    private static int DaysOf(string text) =>
        text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 36500
            ? days
            : throw new CommandFailure("--expires must be 1 to 36500 days, as 90d.");

    private static string Line(KeyListing key) => string.Join('\t',
        key.Id, key.Name, string.Join(',', key.Scopes), key.ActsAs ?? "-",
        $"created {Date(key.CreatedAt)}", key.Expired ? "expired" : $"expires {Date(key.ExpiresAt)}", $"last used {Date(key.LastUsedAt)}");

    private static string Date(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";
}
