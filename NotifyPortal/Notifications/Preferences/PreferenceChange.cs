namespace NotifyPortal.Notifications.Preferences;

/// <summary>One cell of the matrix, set.</summary>
/// <param name="Type">A known type's key.</param>
/// <param name="Channel">A known channel's key.</param>
public sealed record PreferenceChange(string Type, bool Wanted, string Channel = "in-app");
