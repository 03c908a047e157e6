namespace NotifyPortal.Api;

/// <summary>What an endpoint asks of its caller; said again in refusals and in the API's description.</summary>
public sealed record RequiredScope(string Scope);
