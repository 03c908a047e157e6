using NotifyPortal.Notifications;
using NotifyPortal.Tests.Notifications.FanOuts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Commands;

/// <summary>What verify knows of messages that wait, and of large sendings.</summary>
public sealed class VerifyJobsTests : FanOutTest // the job would mend what a test has broken
{
    [Theory]
    [InlineData("", null)]
    [InlineData("""UPDATE "Messages" SET "RetractedAt" = {0}""", "retracted, but still to be sent")]
    [InlineData("""UPDATE "Messages" SET "ExpiresAt" = {0}""", "to end before it is sent")]
    [InlineData("""UPDATE "FanOuts" SET "Created" = "Created" + 1""", "its figures do not add up")]
    [InlineData("""UPDATE "FanOuts" SET "EndedAt" = NULL""", "ended, but still running")]
    [InlineData("""INSERT INTO "FanOutChunks" SELECT "Id", 0, '[1]' FROM "FanOuts" """, "ended with recipients left")]
    public async Task What_does_not_hold_is_found(string harm, string? rule)
    {
        await App.AddCrowdAsync(NotificationService.MaxRecipients);
        await Notifications.CreateManyAsync([.. Enumerable.Range(1, NotificationService.MaxRecipients).Select(i => $"crowd-{i:D5}"), Alice.Id], new NotificationDraft { Title = "Many" });
        await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Later", PublishAt = Clock.GetUtcNow().AddHours(1) });
        await App.Database.ExecuteAsync($"{harm.Replace("{0}", App.Database.LongAgo, StringComparison.Ordinal)};");

        var (exitCode, portal) = await PortalProcess.RunAsync(["verify", .. App.Database.Arguments]);

        using (portal)
        {
            Assert.Equal(rule is null ? 0 : 1, exitCode);
            Assert.Equal(rule is not null, portal.Errors.Any(e => e.StartsWith(rule ?? "", StringComparison.Ordinal)));
        }
    }
}
