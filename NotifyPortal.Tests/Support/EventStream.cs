using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace NotifyPortal.Tests.Support;

/// <summary>One server-sent event, or (with the name ":") a comment.</summary>
public sealed record StreamEvent(string Name, string? Id, string Data)
{
    public const string CommentName = ":";

    public JsonElement Json => JsonElement.Parse(Data);

    /// <summary>The notification's or the dismissed one's id.</summary>
    public long Number => long.Parse(Json.GetProperty("id").GetString()!, CultureInfo.InvariantCulture);

    public string Type => Json.GetProperty("type").GetString()!;

    public string? Title => Json.GetProperty("payload").GetProperty("title").GetString();

    /// <summary>What it is, in a word: <c>sync</c>, <c>dismissed 5</c>, <c>new 5</c>, <c>updated 5</c>.</summary>
    public override string ToString() => Name != "notification" ? Name
        : Type is "disconnecting" ? $"disconnecting {Json.GetProperty("payload").GetProperty("reason").GetString()}"
        : Type is "dismissed" ? $"dismissed {Json.GetProperty("payload").GetProperty("notification_id").GetString()}"
        : $"{(Json.TryGetProperty("updated", out _) ? "updated" : "new")} {Json.GetProperty("id").GetString()}";
}

/// <summary>An open event stream over real HTTP, read by a parser that takes nothing the contract does not say.</summary>
public sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly Channel<StreamEvent> events = Channel.CreateUnbounded<StreamEvent>();
    private readonly CancellationTokenSource closing = new();
    private readonly Task reading;

    private EventStream(HttpResponseMessage response)
    {
        this.response = response;
        reading = ReadAsync();
    }

    /// <summary>The last cursor seen.</summary>
    public string? LastEventId { get; private set; }

    public HttpResponseMessage Response => response;

    /// <summary>Whether the portal has ended it.</summary>
    public Task Ended => reading;

    public static async Task<EventStream> OpenAsync(HttpClient client, string? since = null, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/notifications/stream" + (since is null ? "" : $"?since={since}"));

        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);

        return new EventStream(answer);
    }

    /// <summary>The next event; comments and <c>unread</c> are passed over unless they are asked for.</summary>
    public async Task<StreamEvent> NextAsync(bool all = false)
    {
        while (true)
        {
            var next = await events.Reader.ReadAsync().AsTask().WaitAsync(Until.Deadline);

            if (all || next.Name is not (StreamEvent.CommentName or "unread"))
            {
                return next;
            }
        }
    }

    /// <summary>What came before the mark, or before whatever else is waited for.</summary>
    public async Task<IReadOnlyList<StreamEvent>> BeforeAsync(Func<StreamEvent, bool> last, bool all = false)
    {
        var before = new List<StreamEvent>();

        while (await NextAsync(all) is var next && !last(next))
        {
            before.Add(next);
        }

        return before;
    }

    public Task<IReadOnlyList<StreamEvent>> BeforeSyncAsync() => BeforeAsync(e => e.Name == "sync");

    public async ValueTask DisposeAsync()
    {
        if (closing.IsCancellationRequested)
        {
            return;
        }

        await closing.CancelAsync();
        response.Dispose();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAsync()
    {
        Exception? fault = null;

        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(closing.Token);
            using var lines = new StreamReader(body, new UTF8Encoding(false, throwOnInvalidBytes: true));
            var block = new List<string>();

            while (await lines.ReadLineAsync(closing.Token) is { } line)
            {
                if (line.Length > 0)
                {
                    block.Add(line);
                }
                else
                {
                    var read = Parse(block);
                    LastEventId = read.Id ?? LastEventId;
                    events.Writer.TryWrite(read);
                    block.Clear();
                }
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException) // handed to whoever reads next
        {
            fault = e;
        }
        finally
        {
            events.Writer.TryComplete(fault);
        }
    }

    // event, then id if any, then one line of data; or a comment alone.
    private static StreamEvent Parse(List<string> lines) => lines switch
    {
        [var comment] when comment.StartsWith(": ", StringComparison.Ordinal) => new StreamEvent(StreamEvent.CommentName, null, comment[2..]),
        [var name, var data] when Field(name, "event") is { Length: > 0 } e && Data(data) is { } d => new StreamEvent(e, null, d),
        [var name, var id, var data] when Field(name, "event") is { Length: > 0 } e && Field(id, "id") is { Length: > 0 } i && Data(data) is { } d => new StreamEvent(e, i, d),
        _ => throw new FormatException(string.Join('\n', lines)),
    };

    private static string? Data(string line) => line == "data:" ? "" : Field(line, "data");

    private static string? Field(string line, string name) => line.StartsWith(name + ": ", StringComparison.Ordinal) ? line[(name.Length + 2)..] : null;
}
