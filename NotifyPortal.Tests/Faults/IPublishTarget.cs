namespace NotifyPortal.Tests.Faults;

/// <summary>Whom publishers ask.</summary>
internal interface IPublishTarget
{
    /// <summary>Null: there is nobody to ask just now.</summary>
    Uri? Address { get; }

    /// <summary>Tells a person something: the request of every publisher.</summary>
    Task<HttpResponseMessage> PublishAsync(string recipient, string title, string once);
}
