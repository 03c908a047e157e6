using System.Net;
using System.Net.Sockets;
using AngleSharp.Dom;
using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class MailTests : AccountTest
{
    private readonly TcpListener server = new(IPAddress.Loopback, 0);

    public MailTests()
    {
        server.Start();
        App = new PortalApp(
            ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{((IPEndPoint)server.LocalEndpoint).Port}"), ("Mail:From", "portal@example.org"),
            ("Portal:PublicUrl", "https://portal.example.org"));
    }

    [Fact]
    public async Task With_a_mail_server_the_link_goes_there_and_not_on_the_page()
    {
        await App.AddUserAsync("alice");
        var browser = Browser();

        var answer = await browser.SubmitAsync("/Account/ForgotPassword", "forgot-password", ("Input.Email", Alice));
        var page = await browser.OpenAsync(answer.Headers.Location!.ToString());
        var mail = await ReceiveAsync();

        Assert.Null(page.QuerySelector("[data-testid=account-link]"));
        Assert.Contains("To: alice@example.org", mail, StringComparison.Ordinal);
        Assert.Contains("https://portal.example.org/Account/ResetPassword", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_cannot_be_written_does_not_hold_up_the_next()
    {
        var mail = App.Get<AccountMail>();

        mail.Send("", "To nobody", "");
        mail.Send(Alice, "Hello", "");

        Assert.Contains("Subject: Hello", await ReceiveAsync().WaitAsync(Until.Deadline), StringComparison.Ordinal);
    }

    /// <summary>As much of a mail server as one mail needs.</summary>
    private async Task<string> ReceiveAsync()
    {
        using var connection = await server.AcceptTcpClientAsync();
        using var reader = new StreamReader(connection.GetStream());
        await using var writer = new StreamWriter(connection.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");

        while (await reader.ReadLineAsync() is { } command && command != "DATA")
        {
            await writer.WriteLineAsync("250 ok");
        }

        await writer.WriteLineAsync("354 go on");
        var mail = new System.Text.StringBuilder();

        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            // quoted-printable: a soft line end is none
            mail.Append(line.EndsWith('=') ? line[..^1] : line + "\n");
        }

        await writer.WriteLineAsync("250 ok");

        return mail.ToString();
    }
}
