using NotifyPortal.Accounts;

namespace NotifyPortal.Admin;

/// <summary>Why an act on an account did not happen, in words.</summary>
internal static class AdminAnswers
{
    public static string? Of(AccountChange change) => change switch
    {
        AccountChange.LastAdmin => "This is the last active admin: make someone else one first.",
        AccountChange.NotAllowed => "You are no longer an admin, or no longer signed in.",
        AccountChange.Invalid => "GitHub knows no such login: it has letters, digits and single hyphens, at most 39.",
        AccountChange.Taken => "Another account is linked with that login.",
        AccountChange.NotFound => "The account is gone.",
        _ => null,
    };
}
