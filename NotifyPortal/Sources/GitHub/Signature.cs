using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace NotifyPortal.Sources.GitHub;

/// <summary>What <c>X-Hub-Signature-256</c> says: the HMAC of the body, byte for byte, under the shared secret.</summary>
internal sealed class Signature
{
    private const string Prefix = "sha256=";

    private readonly byte[] given = new byte[SHA256.HashSizeInBytes];

    private Signature()
    {
    }

    /// <summary>Null when there is none, or more than one, or it is none.</summary>
    public static Signature? Read(HttpRequest request)
    {
        var signature = new Signature();

        return request.Headers["X-Hub-Signature-256"] is [{ } header]
            && header.Length == Prefix.Length + (2 * SHA256.HashSizeInBytes)
            && header.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.FromHexString(header.AsSpan(Prefix.Length), signature.given, out _, out _) == OperationStatus.Done ? signature : null;
    }

    /// <summary>Compares in constant time: how long a refusal takes tells nobody how much of a guess was right.</summary>
    public bool Fits(string secret, ReadOnlySpan<byte> body) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body), given);
}
