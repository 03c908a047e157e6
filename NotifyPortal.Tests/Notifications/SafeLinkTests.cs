using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("9.4")]
public sealed class SafeLinkTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/orders/7?tab=items#top")]
    [InlineData("/a:b")]
    [InlineData("https://example.org")]
    [InlineData("HTTPS://Example.org/Path")]
    [InlineData("http://example.org:8080/x")]
    [InlineData("http://[::1]/x")]
    [InlineData("https://bücher.example/ä")]
    public void Paths_and_web_addresses_pass(string link) => Assert.True(SafeLink.IsSafe(link));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("java\tscript:alert(1)")]
    [InlineData(" javascript:alert(1)")]
    [InlineData("\u0001javascript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:x")]
    [InlineData("blob:https://example.org/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org")]
    [InlineData("mailto:a@example.org")]
    [InlineData("orders/7")]
    [InlineData("?a=b")]
    [InlineData("#top")]
    [InlineData("https:/example.org")]
    [InlineData("https:example.org")]
    [InlineData("https://")]
    [InlineData("https://bank.example@evil.example/")]
    [InlineData("https://user:pw@evil.example/")]
    [InlineData("http:\\\\evil.example")]
    [InlineData("https://exa mple.org")]
    public void Everything_else_is_refused(string? link) => Assert.False(SafeLink.IsSafe(link));

    [Fact]
    public void A_link_has_at_most_2048_characters()
    {
        Assert.True(SafeLink.IsSafe("/" + new string('a', SafeLink.MaxLength - 1)));
        Assert.False(SafeLink.IsSafe("/" + new string('a', SafeLink.MaxLength)));
    }

    [Fact]
    public void An_external_link_shows_its_host()
    {
        Assert.Equal("example.org", SafeLink.HostOf("https://example.org:8080/x"));
        Assert.Null(SafeLink.HostOf("/x"));
    }
}
