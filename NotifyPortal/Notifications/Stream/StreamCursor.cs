using System.Globalization;

namespace NotifyPortal.Notifications.Stream;

/// <summary>How far a stream has come: the id of its events, and what a client that returns shows as <c>Last-Event-ID</c>.</summary>
/// <param name="Epoch">The database's; a cursor of another one says nothing here.</param>
/// <param name="At">When it was written: what is removed is only remembered for a while.</param>
/// <param name="Session">The last number of the sequence that the browser session was told; null: it was not served.</param>
/// <param name="User">The same for the user.</param>
internal sealed record StreamCursor(long Epoch, DateTimeOffset At, long? Session, long? User)
{
    /// <summary>The place after a number that stands, as all do, in one order for both recipients. Never goes back.</summary>
    public StreamCursor To(long number, DateTimeOffset at) => this with
    {
        At = at,
        Session = Session is { } session ? Math.Max(session, number) : null,
        User = User is { } user ? Math.Max(user, number) : null,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}:{At.ToUnixTimeSeconds()}:{Session}:{User}");

    /// <summary>Null for anything that <see cref="ToString"/> did not make.</summary>
    public static StreamCursor? Parse(string text)
    {
        if (text.Length > 100 || text.Split(':') is not [var epoch, var at, var session, var user]
            || !TryNumber(epoch, out var era) || !TryNumber(at, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            || !TryOptional(session, out var ofSession) || !TryOptional(user, out var ofUser))
        {
            return null;
        }

        return new StreamCursor(era, DateTimeOffset.FromUnixTimeSeconds(seconds), ofSession, ofUser);
    }

    private static bool TryOptional(string text, out long? number)
    {
        var given = TryNumber(text, out var value);
        number = given ? value : null;

        return given || text is "";
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
