using NotifyPortal.Accounts;
using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Stream.Api;

/// <summary>Whom a request to the stream's addresses speaks for: a key's user, or a browser's session and whoever is signed in there.</summary>
internal sealed class StreamCallers(BrowserSession sessions, SignInStore signIns, ApiKeys keys)
{
    /// <param name="issue">Whether a browser that has no session is given one.</param>
    public StreamAudience Of(HttpContext context, bool issue)
    {
        var (user, caller) = (context.User, Caller.Of(context.User));

        if (caller.KeyId is { } key)
        {
            return new StreamAudience(null, caller.UserId, token => keys.IsGoodAsync(key, token));
        }

        return new StreamAudience(
            issue ? sessions.Ensure(context) : sessions.Find(context), caller.UserId,
            user.CurrentSignIn() is { } signIn
                ? async token => await signIns.FindAsync(signIn, fresh: true, token) is { } state && state.UserId == caller.UserId
                : _ => Task.FromResult(true));
    }
}
