using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace NotifyPortal.Accounts;

/// <summary>Says on the console, once the portal serves, where it is and how to get in.</summary>
internal sealed class Welcome(
    IServer server, DemoAccounts demo, FirstAdmin firstAdmin, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Welcome> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Timeout.Infinite, lifetime.ApplicationStarted).ContinueWith(static _ => { }, stoppingToken, TaskContinuationOptions.None, TaskScheduler.Default);

        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

        if (addresses.Count == 0)
        {
            return; // no server, nobody to welcome
        }

        var link = await IsAdminNeededAsync(stoppingToken) ? firstAdmin.Link(addresses.First()) : null;

        if (link is not null)
        {
            Log.NoAdmin(logger, link);
        }

        Console.WriteLine(Text(string.Join(", ", addresses), link));
    }

    // What leaves a hosted service ends the portal, and this one asks a store that may be away.
    private async Task<bool> IsAdminNeededAsync(CancellationToken cancellationToken)
    {
        var told = false;

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();

            try
            {
                return await firstAdmin.IsNeededAsync(cancellationToken);
            }
            catch (Exception e) // each engine has its own, and wraps them as it likes
            {
                if (!told && !cancellationToken.IsCancellationRequested)
                {
                    Log.AdminUnknown(logger, e);
                }

                told = true;
            }

            await Task.Delay(RetryAfter, clock, cancellationToken);
        }
    }

    private string Text(string address, string? link)
    {
        var lines = new List<string> { "", $"  NotifyPortal is at {address}" };

        if (demo.Enabled)
        {
            lines.Add($"  Sign in as       {string.Join(", ", DemoAccounts.All.Select(a => a.Email))}");
            lines.Add($"  Password         {DemoAccounts.Password}");
        }

        if (link is not null)
        {
            lines.Add("  There is no admin yet. Create one with this link, which works once:");
            lines.Add($"  {link}");
        }

        return string.Join(Environment.NewLine, lines.Append(""));
    }
}
