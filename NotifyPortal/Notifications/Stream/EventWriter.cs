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

    public void Comment(string text) => Write($": {text}\n\n");

    public void Event(string name, string data, StreamCursor? id = null) => Write(
        $"event: {name}\n{(id is null ? "" : $"id: {id}\n")}data:{(data.Length == 0 ? "" : " ")}{data}\n\n");

    /// <summary>Everything written, in one go.</summary>
    /// <exception cref="OperationCanceledException">The client has gone, or does not read.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushing = context.Response.BodyWriter.FlushAsync(cancellationToken);

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

    private void Write(string text) => Encoding.UTF8.GetBytes(text, context.Response.BodyWriter);
}
