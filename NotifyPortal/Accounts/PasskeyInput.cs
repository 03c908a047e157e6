namespace NotifyPortal.Accounts;

/// <summary>What the browser brings back from its passkeys.</summary>
public sealed class PasskeyInput
{
    public string? CredentialJson { get; set; }

    /// <summary>Why it brought nothing.</summary>
    public string? Error { get; set; }
}
