using System.Net;
using System.Net.Sockets;
using System.Text;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>Streams whose clients take nothing from the wire any more.</summary>
[Collection(FaultTests.Name)]
public sealed class StalledReadersTests(FaultGround ground)
{
    private const int Stalled = 100;

    [Fact]
    [Rule("P8")]
    public async Task A_hundred_stalled_readers_delay_nobody()
    {
        var (portal, _) = await ground.StandingAsync();
        await using var ledger = new Ledger();
        await PublishAsync(portal, ledger); // whoever is first pays for what is compiled then
        var (without, _) = await PublishAsync(portal, ledger);
        var person = FaultGround.Person(1);
        var readers = Enumerable.Range(1, Stalled).Select(_ => Stall(portal.Address!, ground.Readers[person])).ToList();
        using var client = portal.Client(ground.Readers[person]);
        await using var healthy = await EventStream.OpenAsync(client);
        await healthy.BeforeSyncAsync();

        await FillAsync(portal, person);

        var (with, last) = await PublishAsync(portal, ledger);

        await healthy.BeforeAsync(e => e is { Name: "notification", Type: "generic" } && e.Title == last);
        readers.ForEach(reader => reader.Dispose());
        var found = await LedgerCheck.OfAsync(portal, ledger);
        FaultReport.Say("P8 stalled readers", $"{Stalled} of them: publish p99 {with.TotalMilliseconds:0.0} ms, {without.TotalMilliseconds:0.0} ms without: {with / without:0.00} times; {found.Acknowledged} acknowledged, {found.Lost} lost");
    }

    // More than the system and the server together take for a client that reads nothing.
    private async Task FillAsync(FaultPortal portal, string person)
    {
        var text = new string('x', 4000);

        for (var i = 0; i < 200; i++)
        {
            var body = $$"""{"recipient": "{{person}}", "title": "fill-{{i}}", "text": "{{text}}"}""";
            (await portal.AskAsync(HttpMethod.Post, "/api/v1/notifications", ground.Sender, body)).EnsureSuccessStatusCode();
        }
    }

    private static async Task<(TimeSpan P99, string Last)> PublishAsync(FaultPortal portal, Ledger ledger)
    {
        using var publishers = new Publishers(portal, ledger, 8);
        await publishers.MoreAsync(Scale.Of(300, 5000));
        await publishers.StopAsync();
        Assert.Empty(publishers.Wrong);
        Assert.Equal(0, publishers.Refused);
        var times = publishers.Times.Order().ToList();
        var last = $"last-{Guid.NewGuid():N}";
        (await portal.PublishAsync(FaultGround.Person(1), last, last)).EnsureSuccessStatusCode();

        return (times[times.Count * 99 / 100], last);
    }

    private static Socket Stall(Uri address, string key)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
        socket.Connect(IPAddress.Loopback, address.Port);
        socket.Send(Encoding.ASCII.GetBytes($"GET /notifications/stream HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\n\r\n"));

        return socket;
    }
}
