using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.EndToEnd.Script;

/// <summary>A server that says on its stream exactly what a test tells it to: the script's other end, where the portal's own timing would blur the picture.</summary>
public sealed class ScriptedStream : IAsyncDisposable
{
    private static readonly string Script = Path.Combine(
        AppContext.BaseDirectory.Split("NotifyPortal.Tests" + Path.DirectorySeparatorChar)[0], "NotifyPortal", "wwwroot", "notify-portal.js");

    private readonly Channel<Connection> connections = Channel.CreateUnbounded<Connection>();
    private readonly WebApplication app;

    public ScriptedStream()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapGet("/notify-portal.js", () => Results.File(Script, "text/javascript"));
        app.MapGet("/notifications/stream", ServeAsync);
        app.MapDelete("/notifications/{**path}", Delete);
        app.MapFallback(() => Results.Content(Page, "text/html"));
    }

    /// <summary>What pages say before and after the script.</summary>
    public string Head { get; set; } = "";

    public string Body { get; set; } = "";

    /// <summary>Whom the stream says it serves.</summary>
    public string User { get; set; } = "";

    /// <summary>The status that dismissals are answered with.</summary>
    public int DismissAnswer { get; set; } = 200;

    /// <summary>What was asked to be dismissed.</summary>
    public List<string> Dismissed { get; } = [];

    /// <summary>Connections nobody has asked for yet.</summary>
    public int Waiting => connections.Reader.Count;

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private string Page => $"<!DOCTYPE html><html lang=en><title>Page</title>{Head}<script type=module src=/notify-portal.js></script><body><h1>Page</h1>{Body}</body></html>";

    public Task StartAsync() => app.StartAsync();

    /// <summary>The next connection that a page makes.</summary>
    public async Task<Connection> NextAsync() => await connections.Reader.ReadAsync().AsTask().WaitAsync(Until.Deadline);

    /// <summary>The same, with its opening said.</summary>
    public async Task<Connection> ConnectedAsync(params string[] replay)
    {
        var connection = await NextAsync();

        foreach (var message in replay)
        {
            await connection.SendAsync("notification", message);
        }

        await connection.SendAsync("sync", "", "1");

        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token); // streams are open
        await app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["NotifyPortal-User"] = User;
        await context.Response.Body.FlushAsync();
        var connection = new Connection(context);
        connections.Writer.TryWrite(connection);
        await connection.Ended.Task;
    }

    private IResult Delete(string path)
    {
        Dismissed.Add(path);

        return DismissAnswer == 200 ? Results.Ok() : Results.Json(new { error = "notification is not dismissible" }, statusCode: DismissAnswer);
    }

    /// <summary>One open stream.</summary>
    public sealed class Connection
    {
        private readonly HttpContext context;

        internal Connection(HttpContext context)
        {
            this.context = context;
            (Query, Cursor) = (context.Request.QueryString.Value, context.Request.Headers["Last-Event-ID"].ToString());
            context.RequestAborted.Register(() => Ended.TrySetResult());
        }

        /// <summary>As the page asked.</summary>
        public string? Query { get; }

        /// <summary>Where it goes on.</summary>
        public string Cursor { get; }

        /// <summary>The page has left, or the test has ended it.</summary>
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task SendAsync(string name, string data, string? id = null) => WriteAsync($"event: {name}\n{(id is null ? "" : $"id: {id}\n")}data: {data}\n\n");

        public Task TellAsync(string message, string? id = null) => SendAsync("notification", message, id);

        public async Task WriteAsync(string text)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
            await context.Response.Body.FlushAsync();
        }

        public void End() => Ended.TrySetResult();
    }
}
