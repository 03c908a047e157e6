namespace NotifyPortal.Accounts;

/// <summary>What became of an act on an account.</summary>
public enum AccountChange
{
    Done,

    /// <summary>It was so already.</summary>
    Unchanged,

    NotFound,

    /// <summary>Who asked is no admin any more, or no longer signed in.</summary>
    NotAllowed,

    /// <summary>What was given cannot be.</summary>
    Invalid,

    /// <summary>It is another account's.</summary>
    Taken,

    /// <summary>Nobody would be left to administer the portal.</summary>
    LastAdmin,
}
