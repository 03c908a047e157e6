using NotifyPortal.Activities;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>Reasons in words.</summary>
public static class SkipWords
{
    /// <summary>To whom it was meant for.</summary>
    public static string ToReader(SkipReason reason) => reason switch
    {
        SkipReason.Muted => "You have muted this",
        SkipReason.ModuleOff => "Notifications were switched off",
        SkipReason.SelfAction => "You did it yourself",
        SkipReason.Duplicate => "You had it already",
        SkipReason.Filtered => "A rule of this portal held it back",
        _ => "It had no recipient",
    };

    /// <summary>To an admin.</summary>
    public static string ToAdmin(SkipReason reason) => reason switch
    {
        SkipReason.Muted => "Muted the type",
        SkipReason.ModuleOff => "Notifications were off",
        SkipReason.SelfAction => "Did it themselves",
        SkipReason.Duplicate => "Had it already",
        SkipReason.Filtered => "Held back by a filter",
        SkipReason.UnknownRecipient => "No active account",
        _ => "Nobody was named",
    };
}
