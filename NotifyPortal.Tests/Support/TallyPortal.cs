using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Tallies;

namespace NotifyPortal.Tests.Support;

/// <summary>What keeps count, put to the test.</summary>
internal static class TallyPortal
{
    /// <summary>Every tally is what a recount of the rows comes to.</summary>
    public static async Task AssertTalliesAsync(this PortalApp app)
    {
        await using var connection = await app.Database.OpenAsync();

        foreach (var (_, drifted) in TallyCheck.Rules(app.Get<DatabaseUpkeep>().Words))
        {
            Assert.Empty(await connection.RowsAsync(drifted, default));
        }
    }

    /// <summary>Somebody comes, is told something, perhaps dismisses it, and leaves with all of it.</summary>
    public static async Task VisitAsync(this PortalApp app, string name, NotificationDraft draft, bool dismisses)
    {
        var guest = (await app.AddPersonAsync(name)).Id;
        Assert.Equal(1, await app.Get<NotificationService>().CreateManyAsync([guest], draft));
        await app.AssertTalliesAsync();

        if (dismisses)
        {
            await app.Get<Inboxes>().Of(guest).DismissAllAsync(BulkSelection.All());
        }

        await app.Get<StoreWriter>().WriteAsync((db, token) => db.Users.Where(u => u.Id == guest).ExecuteDeleteAsync(token));
    }
}
