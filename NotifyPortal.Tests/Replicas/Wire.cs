using System.Net;
using System.Net.Sockets;

namespace NotifyPortal.Tests.Replicas;

/// <summary>The network between a replica and a server: everything goes through here, until it is told otherwise.</summary>
internal sealed class Wire : IDisposable
{
    private static readonly byte[] Commit = "COMMIT"u8.ToArray();
    private static readonly byte[] Listen = "LISTEN \""u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly HashSet<Socket> sockets = [];
    private readonly List<Link> listening = [];
    private readonly Func<int> target;
    private TaskCompletionSource gate = Opened();
    private int commits, cut;

    /// <param name="target">The server's port.</param>
    public Wire(Func<int> target)
    {
        this.target = target;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Every so many commits reach the server, and its answer does not come: the connection breaks. 0: never.</summary>
    public int CutsCommits { get; set; }

    public int Cut => Volatile.Read(ref cut);

    /// <summary>How many connections have asked the server to listen until now.</summary>
    public int Listening
    {
        get
        {
            lock (listening)
            {
                return listening.Count;
            }
        }
    }

    /// <summary>On the connections that listen now nothing comes or goes any more, and neither side is told: as when a router forgets them.</summary>
    /// <returns>How many those were.</returns>
    public int SilenceListening()
    {
        lock (listening)
        {
            var those = listening.Where(link => link is { IsOver: false, IsSilent: false }).ToList();
            those.ForEach(link => link.IsSilent = true);

            return those.Count;
        }
    }

    /// <summary>Nothing gets through any more, and nobody is told. What is sent meanwhile arrives afterwards, as after a pulled plug.</summary>
    public void Hold() => gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => gate.TrySetResult();

    public void Dispose()
    {
        listener.Dispose();
        gate.TrySetResult();

        lock (sockets)
        {
            foreach (var socket in sockets)
            {
                socket.Dispose();
            }
        }
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();

        return opened;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = JoinAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task JoinAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        var link = new Link();

        lock (sockets)
        {
            sockets.Add(client);
            sockets.Add(server);
        }

        try
        {
            await gate.Task;
            await server.ConnectAsync(IPAddress.Loopback, target());
            await Task.WhenAny(PumpAsync(client, server, link, fromClient: true), PumpAsync(server, client, link, fromClient: false));
        }
        catch (SocketException)
        {
            // the server is down
        }
        finally
        {
            client.Dispose();
            link.IsOver = true;

            lock (sockets)
            {
                sockets.Remove(client);
                sockets.Remove(server);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Link link, bool fromClient)
    {
        var buffer = new byte[32 * 1024];

        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await gate.Task;

                if (link.IsSilent)
                {
                    continue;
                }

                if (fromClient && buffer.AsSpan(0, count).IndexOf(Listen) >= 0)
                {
                    lock (listening)
                    {
                        listening.Add(link);
                    }
                }

                if (!fromClient && link.Breaks)
                {
                    Interlocked.Increment(ref cut);

                    return; // the server has done it, and says so to nobody
                }

                link.Breaks |= fromClient && CutsCommits > 0 && buffer.AsSpan(0, count).IndexOf(Commit) >= 0 && Interlocked.Increment(ref commits) % CutsCommits == 0;

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // either side has gone
        }
    }

    private sealed class Link
    {
        public volatile bool Breaks, IsSilent, IsOver;
    }
}
