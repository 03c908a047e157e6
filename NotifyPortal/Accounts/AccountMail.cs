using System.Net;
using System.Net.Mail;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace NotifyPortal.Accounts;

/// <summary>Sends mail from a queue: a form answers as fast for an address that gets one as for one that does not.</summary>
public sealed class AccountMail(IOptions<MailOptions> options, IHostEnvironment environment, ILogger<AccountMail> logger) : BackgroundService
{
    private readonly Channel<Letter> queue = Channel.CreateBounded<Letter>(new BoundedChannelOptions(1000) { SingleReader = true });

    /// <summary>Whether a mail server is set.</summary>
    public bool CanSend => options.Value.Host is { Length: > 0 };

    /// <summary>Without a mail server, whoever develops sees on the page what would be in the mail.</summary>
    public bool ShowsLinks => !CanSend && environment.IsDevelopment();

    /// <summary>Queues a mail; without a mail server it does nothing.</summary>
    public void Send(string to, string subject, string text)
    {
        if (CanSend && !queue.Writer.TryWrite(new Letter(to, subject, text)))
        {
            Log.MailDropped(logger);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var letter in queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(letter, stoppingToken);
            }
            catch (Exception e) // of the mail server, the address or the line; what leaves here would end the portal
            {
                if (stoppingToken.IsCancellationRequested)
                {
                    return;
                }

                Log.MailFailed(logger, e);
            }
        }
    }

    private async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        var mail = options.Value;
        using var message = new MailMessage(mail.From!, letter.To, letter.Subject, letter.Text);
        // 587 is where STARTTLS is due; and a password never goes in the clear, whatever the port.
        using var client = new SmtpClient(mail.Host, mail.Port) { EnableSsl = mail.Port == 587 || mail.User is { Length: > 0 } };

        if (mail.User is { Length: > 0 })
        {
            client.Credentials = new NetworkCredential(mail.User, mail.Password);
        }

        await client.SendMailAsync(message, cancellationToken);
    }

    private sealed record Letter(string To, string Subject, string Text);
}
