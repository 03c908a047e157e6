namespace NotifyPortal.Notifications;

/// <summary>More recipients than one transaction tells. Callers learn it only where the audience is counted.</summary>
public sealed class AudienceTooLargeException() : ArgumentException($"must be at most {NotificationService.MaxRecipients} recipients");
