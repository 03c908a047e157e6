using System.Collections.Concurrent;
using System.Net;
using System.Text;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

/// <summary>A receiver of telemetry, as far as bytes go: what the portal sends there when it is told to.</summary>
public sealed class OtlpTests : IAsyncDisposable
{
    private readonly HttpListener receiver = new();
    private readonly ConcurrentDictionary<string, string> received = new();
    private readonly string address;
    private readonly Task receiving;

    public OtlpTests()
    {
        address = $"http://127.0.0.1:{FreePort()}";
        receiver.Prefixes.Add($"{address}/");
        receiver.Start();
        receiving = ReceiveAsync();
    }

    [Fact]
    public async Task Requests_statements_and_numbers_go_to_the_receiver_and_nothing_that_was_said_does()
    {
        await using var portal = new WatchedPortal(address);
        await portal.InitializeAsync();
        using var client = portal.Client();
        using var answer = await client.GetAsync("/api/v1/session?token=secret-in-the-address");
        await portal.App.Get<NotificationService>().CreateAsync(portal.Alice.Id, new NotificationDraft { Title = "said-in-confidence" });

        await portal.App.DisposeAsync();

        Assert.Equal(["/v1/metrics", "/v1/traces"], received.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("notifyportal.publishes", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("INSERT INTO \"Messages\"", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("/api/v1/session", received["/v1/traces"], StringComparison.Ordinal);
        Assert.All(received.Values, body => Assert.DoesNotContain("said-in-confidence", body, StringComparison.Ordinal));
        Assert.All(received.Values, body => Assert.DoesNotContain("secret-in-the-address", body, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        receiver.Close();
        await receiving;
    }

    private sealed class WatchedPortal(string receiver) : ApiPortal(("Telemetry:OtlpEndpoint", receiver));

    private async Task ReceiveAsync()
    {
        while (true)
        {
            try
            {
                var context = await receiver.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                var body = await reader.ReadToEndAsync();
                received.AddOrUpdate(context.Request.Url!.AbsolutePath, body, (_, before) => before + body);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
