using NotifyPortal.Activities;

namespace NotifyPortal.Notifications.Extending;

/// <summary>What was sent, as observers hear of it.</summary>
/// <param name="Id">The message's id; of an ephemeral one, its id on the wire.</param>
/// <param name="Sender">The name of the API key it came through, or <c>portal</c>.</param>
/// <param name="Recipients">Who got it now, as user ids and browser sessions' addresses; none of a broadcast.</param>
public sealed record SentNotification(
    string Id, string? Type, string? Action, string? Title, string? Text, string? Link, Severity Severity, Actor? Actor, NotificationMode Mode,
    string Sender, IReadOnlyList<string> Recipients)
{
    internal static SentNotification Of(Message message, IReadOnlyList<string> recipients) => new(
        message.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), message.Type, message.Action, message.Title, message.Text, message.Link,
        message.Severity, message.Actor, message.Mode, message.Sender, recipients);

    internal static SentNotification Of(Sending sending, long id, IReadOnlyList<string> recipients) => new(
        EphemeralNotifications.WireId(id), sending.Type, sending.Draft.Action, sending.Draft.Title, sending.Draft.Text, sending.Draft.Link,
        sending.Draft.Severity, sending.Draft.Actor, sending.Draft.Mode, sending.Sender, recipients);
}
