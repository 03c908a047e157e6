using System.Buffers.Text;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NotifyPortal.Data;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

[Rule("4.4")]
public sealed class PageCursorTests
{
    [Fact]
    public void A_cursor_comes_back_as_it_went_out()
    {
        var cursor = new PageCursor(123, 1, true, 50, 456);

        Assert.True(PageCursor.TryParse(cursor.ToString(), out var back));
        Assert.Equal(cursor, back);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("MS4xLjAuMC4w")]
    [InlineData("'; DROP TABLE Notifications; --")]
    public void Garbage_is_refused(string? text) => Assert.False(PageCursor.TryParse(text, out _));

    [Theory]
    [InlineData("1.5.0.0.0.9", true)]
    [InlineData("2.5.0.0.0.9", false)]
    [InlineData("1.-5.0.0.0.9", false)]
    [InlineData("1.5.2.0.0.9", false)]
    [InlineData("1.5.0.x.0.9", false)]
    [InlineData("1.5.0.0.0", false)]
    [InlineData("1.5.0.0.0.9.9", false)]
    [InlineData("1. 5.0.0.0.9", false)]
    [InlineData("1.0.0.0.0.9", false)] // no row has the number 0, and an empty page would point to -1
    [InlineData("1.9223372036854775807.0.0.0.9", false)] // nor this one, and the number after it does not exist
    [InlineData("1.99999999999999999999.0.0.0.9", false)]
    public void Only_what_the_portal_writes_is_read(string inner, bool good) =>
        Assert.Equal(good, PageCursor.TryParse(Base64Url.EncodeToString(Encoding.ASCII.GetBytes(inner)), out _));

    [Fact]
    public void No_text_makes_it_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
            PageCursor.TryParse(text, out var bare) == bare is not null
            && PageCursor.TryParse(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text ?? "")), out var coded) == coded is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
