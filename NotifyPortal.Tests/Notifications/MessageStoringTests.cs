using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

/// <summary>The statement that writes a message stands beside the model, not in it.</summary>
public sealed class MessageStoringTests : PortalTest
{
    [Fact]
    public async Task All_that_a_message_says_is_stored()
    {
        var activity = (await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("issue.opened"))).Entry;
        var message = new Message
        {
            Sender = "builds",
            ActivityId = activity.Id,
            Type = "comment",
            Action = "comment.added",
            Title = "Title",
            Text = "Text",
            Icon = "comment",
            Link = "/x",
            Severity = Severity.Critical,
            Mode = NotificationMode.Timeseries,
            Event = "event",
            ActorId = "actor",
            ActorName = "Name",
            ActorVia = "via",
            Actions = "[]",
            Metadata = "{}",
            Group = "group",
            CollapseKey = "key",
            Sent = 7,
            RetractedAt = Clock.Now(),
            ExpiresAt = Clock.Now().AddDays(1),
            Audience = AudienceKinds.Role,
            AudienceRole = "role",
            AudienceTopic = "topic",
            CreatedAt = Clock.Now().AddDays(2),
        };

        await App.Get<StoreWriter>().WriteAsync((db, token) => NotificationStore.AddMessageAsync(db, message, token));

        var stored = await QueryAsync(db => db.Set<Message>().AsNoTracking().SingleAsync());
        Assert.Equivalent(message, stored, strict: true);
        // A new column has to be set above, and so in the statement.
        Assert.All(typeof(Message).GetProperties(), p => Assert.NotEqual(p.PropertyType.IsValueType ? Activator.CreateInstance(p.PropertyType) : null, p.GetValue(message)));
    }
}
