using NotifyPortal.Accounts;
using NotifyPortal.Api;
using NotifyPortal.Live;

namespace NotifyPortal.Admin;

/// <summary>A sign-in or key that ends through another replica ends here, too, before it is asked for again by itself.</summary>
internal sealed class CredentialFollower(SignInStore signIns, ApiKeys keys, NotificationBroker broker, ILogger<CredentialFollower> logger) : LiveFollower(broker, logger)
{
    /// <summary>Before a key's id; without it, what a signal names is a user's.</summary>
    public const string KeyPrefix = "key:";

    protected override IEnumerable<LiveTopic> Topics => [LiveTopic.Credentials];

    protected override Task HearAsync(IReadOnlyList<LiveEvent> signals, CancellationToken cancellationToken)
    {
        foreach (var signal in signals)
        {
            if (signal.Kind == LiveEventKind.Resync)
            {
                signIns.Forget(null);
                keys.ForgetOf(null);
            }
            else if (signal is { Kind: LiveEventKind.Account, Key: { } key })
            {
                Forget(key);
            }
        }

        return Task.CompletedTask;
    }

    private void Forget(string key)
    {
        if (key.StartsWith(KeyPrefix, StringComparison.Ordinal))
        {
            keys.Forget(key[KeyPrefix.Length..]);
        }
        else
        {
            signIns.Forget(key);
            keys.ForgetOf(key);
        }
    }
}
