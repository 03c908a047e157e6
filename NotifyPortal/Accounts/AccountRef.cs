namespace NotifyPortal.Accounts;

/// <summary>An account, as others refer to it.</summary>
/// <param name="Active">False while an admin has locked it: it receives nothing.</param>
public sealed record AccountRef(string Id, string Name, string Email, bool Active);
