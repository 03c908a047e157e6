using System.CommandLine;
using System.Globalization;
using NotifyPortal.Activities;
using NotifyPortal.Notifications.Retention;

namespace NotifyPortal.Commands;

/// <summary><c>prune</c>: removes what is too old, now.</summary>
internal static class PruneCommand
{
    public static Command Create(IServiceProvider services)
    {
        var days = new Option<int?>("--days") { Description = "Keep notifications this many days, for this run; else as configured." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be removed." };
        var command = new Command("prune", "Removes notifications, activities and messages that are too old.") { days, dryRun };
        command.SetAction((parsed, token) => CommandRun.OneLineAsync(parsed, async () =>
        {
            if (parsed.GetValue(days) is < 1 or > RetentionOptions.MostDays)
            {
                throw new CommandFailure($"--days must be from 1 to {RetentionOptions.MostDays}.");
            }

            var only = parsed.GetValue(dryRun);
            var result = await services.GetRequiredService<RetentionService>().PruneAsync(parsed.GetValue(days), only, new Actor(null, "the command line"), token);

            return string.Create(CultureInfo.InvariantCulture,
                $"{(only ? "Would remove" : "Removed")} {result.Notifications} notifications, {result.Activities} activities and {result.Messages} messages.");
        }));

        return command;
    }
}
