using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace NotifyPortal.Accounts;

/// <summary>Says on the console, once the portal serves, where it is and how to get in.</summary>
internal sealed class Welcome(
    IServer server, DemoAccounts demo, FirstAdmin firstAdmin, IHostApplicationLifetime lifetime, ILogger<Welcome> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Timeout.Infinite, lifetime.ApplicationStarted).ContinueWith(static _ => { }, stoppingToken, TaskContinuationOptions.None, TaskScheduler.Default);

        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

        if (addresses.Count == 0)
        {
            return; // no server, nobody to welcome
        }

        var link = await firstAdmin.IsNeededAsync(stoppingToken) ? firstAdmin.Link(addresses.First()) : null;

        if (link is not null)
        {
            Log.NoAdmin(logger, link);
        }

        Console.WriteLine(Text(string.Join(", ", addresses), link));
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
