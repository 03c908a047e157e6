using System.Diagnostics;
using System.Text;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>
/// An open interactive page without a browser: keeps a circuit as the framework's script does, acknowledges what is rendered and answers
/// calls of the page's scripts, but has no page. Thousands fit in a process.
/// </summary>
public sealed class CircuitClient : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly CircuitPage page;
    private readonly string cookies;
    private readonly CircuitSocket socket;
    private readonly TaskCompletionSource<string> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource rendered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CircuitEvents events = new();
    private volatile AwaitedText? watch;
    private long unanswered;
    private int batches;
    private bool shaken;

    private CircuitClient(HttpClient http, CircuitPage page, string cookies)
    {
        (this.http, this.page, this.cookies) = (http, page, cookies);
        socket = new CircuitSocket(page.Address.GetLeftPart(UriPartial.Authority), cookies);
    }

    /// <summary>How many render batches have come.</summary>
    public int Batches => Volatile.Read(ref batches);

    /// <summary>Is shown each render batch before it is acknowledged; on the receiving side, so it must be short.</summary>
    public Action<ReadOnlySpan<byte>>? OnBatch { get; set; }

    /// <summary>True: takes what is rendered and acknowledges nothing, as a page does that hangs, until <see cref="RecoverAsync"/>.</summary>
    public bool Hangs { get; set; }

    /// <summary>Ends when either side has closed the circuit; fails with what went wrong.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Opens a page and makes it interactive; returns when its components stand.</summary>
    /// <param name="http">Where the portal is; a client that keeps no cookies and follows nothing.</param>
    /// <param name="cookies">As the <c>Cookie</c> header carries them.</param>
    public static async Task<CircuitClient> OpenAsync(
        HttpClient http, string path, string cookies, Action<ReadOnlySpan<byte>>? onBatch = null, CancellationToken cancellationToken = default)
    {
        var client = new CircuitClient(http, await CircuitPage.OpenAsync(http, path, cookies, cancellationToken), cookies) { OnBatch = onBatch };

        try
        {
            await client.StartAsync(cancellationToken);

            return client;
        }
        catch
        {
            await client.DisposeAsync(); // nobody else has it
            throw;
        }
    }

    /// <summary>Waits for the first render batch from now on that holds this text; a later wait takes the place of this one.</summary>
    /// <returns>When it came, as <see cref="Stopwatch.GetTimestamp"/> counts.</returns>
    public Task<long> SeesAsync(string ascii)
    {
        var next = new AwaitedText(Encoding.ASCII.GetBytes(ascii));
        watch = next;

        return next.Seen.Task;
    }

    /// <summary>Sends an event as a page's script does, and waits for it to have been dealt with.</summary>
    /// <param name="handler">The handler's number: one of this circuit's, or any other.</param>
    /// <param name="arguments">The event's arguments as JSON.</param>
    /// <returns>Whether a handler took it.</returns>
    public async Task<bool> DispatchAsync(ulong handler, string name, string arguments = "{}")
    {
        var (message, done) = events.Send(handler, name, arguments);
        await socket.SendAsync(message);
        await StandsAsync(done, CancellationToken.None);

        return await done;
    }

    /// <summary>Acknowledges what was held back, and goes on as others do.</summary>
    public Task RecoverAsync()
    {
        Hangs = false;

        return socket.SendAsync(Rendered(Volatile.Read(ref unanswered)));
    }

    /// <summary>Leaves as a browser does that goes to another page: the server need not keep the circuit for its return.</summary>
    public async Task LeaveAsync()
    {
        await page.LeaveAsync(http, cookies, await started.Task);
        await DisposeAsync();
    }

    /// <summary>Breaks the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!socket.IsClosed)
        {
            socket.Close();
            await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            socket.Dispose();
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var root = new Uri(page.Address, "/");
        await socket.ConnectAsync(new UriBuilder(root) { Scheme = "ws", Path = "/_blazor" }.Uri, cancellationToken);
        await socket.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray());
        Ended = socket.ReceiveAsync(HearAsync);
        await socket.SendAsync(PackWriter.Invocation("start", "StartCircuit", root.ToString(), page.Address.ToString(), "[]", ""));
        await StandsAsync(started.Task, cancellationToken);
        await socket.SendAsync(PackWriter.Invocation(null, "UpdateRootComponents", page.Operations, page.State));
        await StandsAsync(rendered.Task, cancellationToken);
    }

    private async Task StandsAsync(Task step, CancellationToken cancellationToken)
    {
        if (await Task.WhenAny(step, Ended).WaitAsync(cancellationToken) == Ended)
        {
            await Ended;
            throw new InvalidOperationException("The server has closed the circuit.");
        }
    }

    /// <returns>False when the server says goodbye.</returns>
    private async Task<bool> HearAsync(ReadOnlyMemory<byte> message)
    {
        if (!shaken)
        {
            shaken = true;
            message = message[(message.Span.IndexOf((byte)0x1e) + 1)..]; // the handshake's answer; more may have come with it
        }

        while (!message.IsEmpty)
        {
            var (kind, answer) = Hear(ref message);

            if (answer is not null)
            {
                await socket.SendAsync(answer);
            }

            if (kind == MessageKind.Close)
            {
                return false;
            }
        }

        return true;
    }

    private (MessageKind Kind, byte[]? Answer) Hear(ref ReadOnlyMemory<byte> message)
    {
        var rest = message.Span;
        var reader = new PackReader(PackReader.NextFrame(ref rest));
        message = message[^rest.Length..];
        reader.Array();
        var kind = (MessageKind)reader.Number();

        switch (kind)
        {
            case MessageKind.Invocation:
                return (kind, Call(ref reader));

            case MessageKind.Completion:
                reader.Headers();
                reader.Bytes();
                reader.Number();
                started.TrySetResult(reader.Text());

                return (kind, null);

            default: // the server asks for a sign of life only when the line has been silent: answering is often enough
                return (kind, kind == MessageKind.Ping ? PackWriter.Ping : null);
        }
    }

    private byte[]? Call(ref PackReader reader)
    {
        reader.Headers();
        reader.Bytes(); // no call of the server's wants an answer
        var target = reader.Bytes();
        reader.Array();

        if (target.SequenceEqual("JS.RenderBatch"u8))
        {
            var id = reader.Number();
            Volatile.Write(ref unanswered, id);
            Render(reader.Bytes());

            return Hangs ? null : Rendered(id);
        }

        if (target.SequenceEqual("JS.BeginInvokeJS"u8))
        {
            return CallScript(reader.Number(), reader.Text(), reader.Text());
        }

        if (target.SequenceEqual("JS.EndUpdateRootComponents"u8))
        {
            rendered.TrySetResult();
        }
        else if (target.SequenceEqual("JS.EndInvokeDotNet"u8))
        {
            events.Complete(reader.Text(), reader.Truth());
        }
        else if (target.SequenceEqual("JS.Error"u8))
        {
            throw new InvalidOperationException(reader.Text());
        }

        return null;
    }

    // It stands for all before it, too.
    private static byte[] Rendered(long batch) => PackWriter.Invocation(null, "OnRenderCompleted", batch, null);

    private void Render(ReadOnlySpan<byte> batch)
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref batches);
        OnBatch?.Invoke(batch);

        if (watch is { } waiting && batch.IndexOf(waiting.Needle) >= 0)
        {
            watch = null;
            waiting.Seen.TrySetResult(now);
        }
    }

    private byte[]? CallScript(long call, string function, string arguments)
    {
        if (CircuitScript.EventTarget(function, arguments) is { } target)
        {
            events.Target = target;
        }

        return call == 0 ? null : PackWriter.Invocation(
            null, "EndInvokeJSFromDotNet", call, true, $"[{call},true,{CircuitScript.Answer(function)}]");
    }
}
