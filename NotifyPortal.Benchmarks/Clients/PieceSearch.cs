using System.Text;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>Counts a text in bytes that come in pieces, which may end within it.</summary>
/// <param name="text">ASCII, whose first character does not come again in it: so a search that fails begins anew where it stands.</param>
internal struct PieceSearch(string text)
{
    private readonly byte[] wanted = Encoding.ASCII.GetBytes(text);
    private int matched;

    public int CountIn(ReadOnlySpan<byte> piece)
    {
        var count = 0;

        foreach (var next in piece)
        {
            matched = next == wanted[matched] ? matched + 1 : next == wanted[0] ? 1 : 0;

            if (matched == wanted.Length)
            {
                (count, matched) = (count + 1, 0);
            }
        }

        return count;
    }
}
