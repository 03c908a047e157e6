using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>A person's event stream that goes on, at either replica, whenever it breaks off, and is broken off every now and then.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<long, int> told = new();
    private readonly Func<Uri> where;
    private readonly string key;
    private readonly TimeSpan? patience;
    private readonly Task following;
    private string? last;

    /// <param name="where">Whom it asks next.</param>
    /// <param name="patience">How long it stays at most; null: until it breaks off.</param>
    public Follower(string person, string key, Func<Uri> where, TimeSpan? patience)
    {
        (Person, this.key, this.where, this.patience) = (person, key, where, patience);
        following = Task.Run(FollowAsync);
    }

    public string Person { get; }

    /// <summary>How many times it was told that it is up to date.</summary>
    public int Opened { get; private set; }

    /// <summary>Why it was sent away, each time.</summary>
    public ConcurrentQueue<string> Goodbyes { get; } = new();

    public int Resyncs { get; private set; }

    /// <summary>How long it was without a stream, each time.</summary>
    public ConcurrentQueue<TimeSpan> Gaps { get; } = new();

    public bool IsLive { get; private set; }

    public int Doubled => told.Values.Count(times => times > 1);

    public int Missed(IEnumerable<long> stored) => stored.Count(id => !told.ContainsKey(id));

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await following;
        closing.Dispose();
    }

    private async Task FollowAsync()
    {
        using var wire = new SocketsHttpHandler { UseCookies = false, UseProxy = false };
        var broken = Stopwatch.GetTimestamp();

        while (!closing.IsCancellationRequested)
        {
            try
            {
                using var client = new HttpClient(wire, disposeHandler: false) { BaseAddress = where(), Timeout = TimeSpan.FromSeconds(5) };
                client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
                await using var stream = await EventStream.OpenAsync(client, lastEventId: last);
                var leaving = patience is { } most ? Task.Delay(most * Random.Shared.NextDouble(), closing.Token) : Task.Delay(Timeout.Infinite, closing.Token);
                _ = leaving.ContinueWith(_ => stream.DisposeAsync().AsTask(), TaskScheduler.Default);
                await HearAsync(stream, broken);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ChannelClosedException or OperationCanceledException or ObjectDisposedException or TimeoutException or Xunit.Sdk.XunitException)
            {
                // what has broken off is asked for again
            }

            broken = IsLive ? Stopwatch.GetTimestamp() : broken;
            IsLive = false;
            await Task.Delay(50, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HearAsync(EventStream stream, long broken)
    {
        while (await stream.NextAsync(all: true) is var heard)
        {
            last = heard.Id ?? last;

            if (heard.Name == "sync")
            {
                IsLive = true;
                Opened++;
                Gaps.Enqueue(Stopwatch.GetElapsedTime(broken));
            }
            else if (heard.Name == "resync")
            {
                Resyncs++;
            }
            else if (heard.ToString().StartsWith("disconnecting", StringComparison.Ordinal))
            {
                Goodbyes.Enqueue(heard.ToString());
            }
            else if (heard.ToString().StartsWith("new ", StringComparison.Ordinal))
            {
                var id = long.Parse(heard.ToString()[4..], CultureInfo.InvariantCulture);
                told.AddOrUpdate(id, 1, (_, times) => heard.Id is null ? times : times + 1); // without one it is what was there at the opening
            }
        }
    }
}
