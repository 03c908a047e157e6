using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace NotifyPortal.Notifications.Stream;

/// <summary>
/// Writes server-sent events. By hand: the framework's writer sends its headers with the first event only, and knows no comments. Names,
/// ids and data are the portal's own and never hold a line end.
/// </summary>
internal sealed class EventWriter(HttpContext context, TimeProvider clock)
{
    /// <summary>A reader that takes nothing for so long is cut; until then nothing more is read for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly PipeWriter body = context.Response.BodyWriter;

    /// <summary>Sends the headers; the first bytes need not wait for the first event.</summary>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        return response.StartAsync(cancellationToken);
    }

    /// <summary>A sign of life.</summary>
    public void Comment(ReadOnlySpan<byte> text)
    {
        Write(": "u8);
        Write(text);
        Write("\n\n"u8);
    }

    public void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, StreamCursor? id = null)
    {
        Begin(name, id);
        Write(data.IsEmpty ? "data:"u8 : "data: "u8);
        Write(data);
        Write("\n\n"u8);
    }

    /// <summary>A notification, from what it says to everybody and what it is called here.</summary>
    public void Notification(string id, StreamContent content, bool updated, StreamCursor? cursor = null)
    {
        Begin("notification"u8, cursor);
        Write("data: {\"id\":\""u8);
        Write(id);
        Write("\","u8);
        Write(content.Json[1..^1]);
        Write(updated ? ",\"updated\":true}\n\n"u8 : "}\n\n"u8);
    }

    /// <summary>Everything written, in one go.</summary>
    /// <exception cref="OperationCanceledException">The client has gone, or does not read.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushing = body.FlushAsync(cancellationToken);

        if (flushing.IsCompletedSuccessfully)
        {
            ThrowIfGone(flushing.Result.IsCompleted);

            return;
        }

        try
        {
            ThrowIfGone((await flushing.AsTask().WaitAsync(Patience, clock, cancellationToken)).IsCompleted);
        }
        catch (TimeoutException e)
        {
            context.Abort();

            throw new OperationCanceledException("The reader does not read.", e);
        }
    }

    private static void ThrowIfGone(bool completed)
    {
        if (completed)
        {
            throw new OperationCanceledException("The client has gone.");
        }
    }

    private void Begin(ReadOnlySpan<byte> name, StreamCursor? id)
    {
        Write("event: "u8);
        Write(name);
        Write("\n"u8);

        if (id is not null)
        {
            Write("id: "u8);
            Write(id.ToString());
            Write("\n"u8);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes) => body.Write(bytes);

    private void Write(string text) => Encoding.ASCII.GetBytes(text, body);
}
