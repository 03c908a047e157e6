using FsCheck;
using FsCheck.Fluent;
using NotifyPortal.Data;

namespace NotifyPortal.Tests.Data;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("a\r\nb\rc\nd", "a\nb\nc\nd")]
    [InlineData("a\u2028b\u2029c", "a\u2028b\u2029c")]
    [InlineData("a\u0007b\u0085c\fd\ve", "abcde")]
    [InlineData("a\u202Eb\u2066c\uFFFEd\uFDD0e", "abcde")]
    [InlineData("zero\u200Bwidth and 👩‍👩‍👧", "zero\u200Bwidth and 👩‍👩‍👧")]
    [InlineData(" \n\t ", null)]
    [InlineData("\u202E", null)]
    [InlineData(null, null)]
    public void Text_keeps_what_can_be_shown(string? given, string? kept) => Assert.Equal(kept, PlainText.Clean(given));

    [Theory]
    [InlineData("  a \r\n\t b  ", "a b")]
    [InlineData("a \u0007 b \u202E", "a b")]
    [InlineData("\u2003a\u2028b", "a b")]
    [InlineData(" ", null)]
    public void A_line_has_single_spaces(string? given, string? kept) => Assert.Equal(kept, PlainText.CleanLine(given));

    [Theory]
    [InlineData('\0')]
    [InlineData('\uD800')]
    [InlineData('\uDC00')]
    public void What_no_engine_keeps_is_refused(char given)
    {
        Assert.Throws<FormatException>(() => PlainText.Clean($"a{given}b"));
        Assert.Throws<FormatException>(() => PlainText.CleanLine($"{given}"));
    }

    [Fact]
    public void Lengths_are_in_scalars() => Assert.Equal(2, PlainText.Length("👍a"));

    [Fact]
    public void What_is_clean_stays_as_it_is() =>
        Prop.ForAll(Texts, text => PlainText.Clean(PlainText.Clean(text)) == PlainText.Clean(text)
            && PlainText.CleanLine(PlainText.CleanLine(text)) == PlainText.CleanLine(text)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Arbitrary<string> Texts => Gen.Elements("a", "b", " ", "\n", "\r", "\t", "\u0001", "\u0085", "\u2028", "\u202E", "\uFFFF", "👍", "é")
        .ArrayOf().Select(string.Concat).ToArbitrary();
}
