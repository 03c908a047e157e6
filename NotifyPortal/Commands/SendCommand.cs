using System.CommandLine;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Commands;

/// <summary><c>send</c>: a notification from the command line.</summary>
internal static class SendCommand
{
    public static Command Create(IServiceProvider services)
    {
        var to = new Option<string>("--to") { Description = "The recipient's e-mail address or user id", Required = true };
        var title = new Option<string>("--title") { Description = "What stands in bold", Required = true };
        var text = new Option<string?>("--text") { Description = "The line beneath" };
        var link = new Option<string?>("--link") { Description = "Where it leads: /… or https://…" };
        var command = new Command("send", "Send one person a notification") { to, title, text, link };
        command.SetAction((parsed, cancellationToken) => CommandRun.OneLineAsync(parsed, async () =>
        {
            var errors = new InputErrors();
            var draft = DraftRules.Clean(
                new NotificationDraft { Title = parsed.GetValue(title), Text = parsed.GetValue(text), Link = parsed.GetValue(link) }, errors);

            if (errors.Any)
            {
                throw new CommandFailure(errors.ToString());
            }

            var outcome = await services.GetRequiredService<NotificationService>().CreateAsync(parsed.GetValue(to)!, draft, cancellationToken);

            return outcome.Kind == OutcomeKind.Created ? $"Sent, notification {outcome.NotificationId}." : throw new CommandFailure(Explain(outcome, parsed.GetValue(to)!));
        }));

        return command;
    }

    private static string Explain(Outcome outcome, string to) => outcome.Reason switch
    {
        SkipReason.UnknownRecipient => $"There is no active account {to}.",
        SkipReason.ModuleOff => "Notifications are switched off.",
        _ => $"Nothing was sent: {outcome.Reason?.ToString() ?? outcome.Error}.",
    };
}
