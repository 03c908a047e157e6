using NotifyPortal.Accounts;
using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Stream.Api;

/// <summary>Whom a request to the stream's addresses speaks for: a key's user, or a browser's session and whoever is signed in there.</summary>
internal sealed class StreamCallers(BrowserSession sessions, SignInStore signIns, ApiKeys keys)
{
    /// <param name="issue">Whether a browser that has no session is given one.</param>
    public StreamAudience Of(HttpContext context, bool issue)
    {
        var (caller, signIn) = (Caller.Of(context.User), context.User.CurrentSignIn());

        return caller.KeyId is { } key
            ? new StreamAudience(null, caller.UserId, token => keys.IsGoodAsync(key, token))
            : new StreamAudience(issue ? sessions.Ensure(context) : sessions.Find(context), caller.UserId, Good(signIn, caller.UserId));
    }

    // Holds two names, not the caller.
    private Func<CancellationToken, Task<bool>> Good(string? signIn, string? user) => signIn is null
        ? _ => Task.FromResult(true)
        : async token => await signIns.FindAsync(signIn, fresh: true, token) is { } state && state.UserId == user;
}
