using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace NotifyPortal.Data;

/// <summary>A place between two rows of a list: it stays valid when the rows around it come and go.</summary>
/// <param name="Key">The key of the row the page begins after (or, backwards, ends before).</param>
/// <param name="Rank">What the list orders by before the key; 0 where there is nothing.</param>
/// <param name="Backward">The page that ends there instead of the one that begins there.</param>
/// <param name="Offset">How many rows stood before the page.</param>
/// <param name="Watermark">The highest key when page 1 was read.</param>
public sealed record PageCursor(long Key, int Rank, bool Backward, long Offset, long Watermark)
{
    /// <summary>The opaque text a client sends back.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"1.{Key}.{Rank}.{(Backward ? 1 : 0)}.{Offset}.{Watermark}")));

    /// <summary>False for anything that <see cref="ToString"/> did not make.</summary>
    public static bool TryParse(string? text, out PageCursor? cursor)
    {
        cursor = null;

        if (text is null or { Length: > 200 } || !Base64Url.IsValid(text))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');

        if (parts is not ["1", _, "0" or "1", "0" or "1", _, _]
            || !TryNumber(parts[1], out var key) || key is 0 or long.MaxValue // no row's; an empty page could not point past it
            || !TryNumber(parts[4], out var offset) || !TryNumber(parts[5], out var watermark))
        {
            return false;
        }

        cursor = new PageCursor(key, parts[2] == "1" ? 1 : 0, parts[3] == "1", offset, watermark);

        return true;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
