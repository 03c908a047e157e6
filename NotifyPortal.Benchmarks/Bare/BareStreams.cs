using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>A Kestrel server with event streams and nothing else, in a process of its own: whatever is posted goes to all of them, from memory.</summary>
internal sealed class BareStreams : ServerProcess
{
    /// <summary>As the command line asks for it.</summary>
    public const string Verb = "bare-streams";

    private BareStreams(IReadOnlyDictionary<string, string> environment)
        : base(AppContext.BaseDirectory, [typeof(BareStreams).Assembly.Location, Verb], environment)
    {
    }

    public static Task<BareStreams> StartAsync(IReadOnlyDictionary<string, string> environment) => StartedAsync(new BareStreams(environment));

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        await using var app = builder.Build();
        var open = new ConcurrentDictionary<Channel<byte[]>, bool>();
        app.MapGet("/stream", context => ServeAsync(context, open));
        app.MapPost("/all", async (HttpContext context) =>
        {
            using var body = new StreamReader(context.Request.Body);
            var told = System.Text.Encoding.UTF8.GetBytes($"event: notification\ndata: {await body.ReadToEndAsync(context.RequestAborted)}\n\n");

            foreach (var (inbox, _) in open)
            {
                inbox.Writer.TryWrite(told);
            }
        });
        await app.RunAsync();

        return 0;
    }

    private static async Task ServeAsync(HttpContext context, ConcurrentDictionary<Channel<byte[]>, bool> open)
    {
        var inbox = Channel.CreateBounded<byte[]>(128);
        open[inbox] = true;

        try
        {
            var body = context.Response.BodyWriter;
            context.Response.ContentType = "text/event-stream";
            body.Write(": open\n\n"u8);
            await body.FlushAsync(context.RequestAborted);

            while (await inbox.Reader.WaitToReadAsync(context.RequestAborted))
            {
                while (inbox.Reader.TryRead(out var told))
                {
                    body.Write(told);
                }

                await body.FlushAsync(context.RequestAborted); // what waits leaves in one go
            }
        }
        catch (OperationCanceledException)
        {
            // the client has gone
        }
        finally
        {
            open.TryRemove(inbox, out _);
        }
    }
}
