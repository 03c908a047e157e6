using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace NotifyPortal.Accounts;

/// <summary>
/// Codes of authenticator apps (RFC 6238), each good once. Identity's own provider forgets which it has taken, so that a code read
/// over a shoulder works again for minutes.
/// </summary>
public sealed class Authenticator(TimeProvider clock) : IUserTwoFactorTokenProvider<PortalUser>
{
    private const string Owner = "NotifyPortal";
    private const string LastStep = "LastAuthenticatorStep";
    private const int SecondsPerStep = 30;

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<PortalUser> manager, PortalUser user) =>
        await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 };

    public Task<string> GenerateAsync(string purpose, UserManager<PortalUser> manager, PortalUser user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<PortalUser> manager, PortalUser user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key)
        {
            return false;
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds() / SecondsPerStep;
        _ = long.TryParse(await manager.GetAuthenticationTokenAsync(user, Owner, LastStep), CultureInfo.InvariantCulture, out var last);

        // One step either way, for clocks that differ.
        foreach (var step in new[] { now - 1, now, now + 1 }.Where(s => s > last))
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(key, step)), Encoding.UTF8.GetBytes(token)))
            {
                // Of two who bring the same code at once, the second finds the account changed under it.
                return (await manager.SetAuthenticationTokenAsync(user, Owner, LastStep, step.ToString(CultureInfo.InvariantCulture))).Succeeded;
            }
        }

        return false;
    }

    /// <summary>The code an app shows at this time.</summary>
    public static string Code(string key, DateTimeOffset time) => Code(key, time.ToUnixTimeSeconds() / SecondsPerStep);

    private static string Code(string key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 says SHA-1, and so do the apps
        var hash = HMACSHA1.HashData(FromBase32(key), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & 0x7FFFFFFF;

        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (buffer, bits) = (0, 0);

        foreach (var value in text.Select(c => Alphabet.IndexOf(c, StringComparison.OrdinalIgnoreCase)).Where(v => v >= 0))
        {
            (buffer, bits) = (((buffer << 5) | value) & 0xFFF, bits + 5);

            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }
}
