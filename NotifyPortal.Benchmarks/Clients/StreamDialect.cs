namespace NotifyPortal.Benchmarks.Clients;

/// <summary>How a server's event streams are told apart and counted.</summary>
/// <param name="Path">Where it has them.</param>
/// <param name="Opened">What a stream holds as soon as it is live; see <see cref="PieceSearch"/>.</param>
/// <param name="Event">What each event that counts holds once.</param>
internal sealed record StreamDialect(string Path, string Opened, string Event);
