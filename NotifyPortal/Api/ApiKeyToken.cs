using System.Security.Cryptography;
using System.Text;

namespace NotifyPortal.Api;

/// <summary>A key as its holder has it: <c>np_{Id}_{Secret}</c>.</summary>
public sealed record ApiKeyToken(string Id, string Secret)
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int IdLength = 12;
    private const int SecretLength = 43; // of 62 letters each: 256 bits

    /// <summary>A new one, of the system's random source.</summary>
    public static ApiKeyToken Create() => new(RandomNumberGenerator.GetString(Digits, IdLength), RandomNumberGenerator.GetString(Base62, SecretLength));

    /// <summary>Null for anything that has not the form of a key.</summary>
    public static ApiKeyToken? Parse(string text) => text.Split('_') is ["np", { Length: IdLength } id, { Length: SecretLength } secret] ? new(id, secret) : null;

    /// <summary>What is stored of the secret.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Secret));

    public override string ToString() => $"np_{Id}_{Secret}";
}
