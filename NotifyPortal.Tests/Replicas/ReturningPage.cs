using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using NotifyPortal.Benchmarks.Clients;

namespace NotifyPortal.Tests.Replicas;

/// <summary>An open page that comes back, wherever it is sent then, whenever its replica goes.</summary>
internal sealed class ReturningPage : IAsyncDisposable
{
    // Not all at the same moment, as browsers do not.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource closing = new();
    private readonly HttpClient http;
    private readonly string cookie;
    private readonly Task staying;

    /// <param name="http">Where the portal is; a client that keeps no cookies and follows nothing.</param>
    public ReturningPage(HttpClient http, string cookie)
    {
        (this.http, this.cookie) = (http, cookie);
        staying = Task.Run(StayAsync);
    }

    public bool IsOpen { get; private set; }

    /// <summary>How long it was away, each time.</summary>
    public ConcurrentQueue<TimeSpan> Gaps { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await staying;
        closing.Dispose();
    }

    private async Task StayAsync()
    {
        long? left = null;

        while (!closing.IsCancellationRequested)
        {
            try
            {
                await using var page = await CircuitClient.OpenAsync(http, "/", cookie, cancellationToken: closing.Token);

                if (left is { } then)
                {
                    Gaps.Enqueue(Stopwatch.GetElapsedTime(then));
                }

                (IsOpen, left) = (true, null);
                await page.Ended.WaitAsync(closing.Token);
            }
            catch (Exception e) when (e is HttpRequestException or InvalidOperationException or WebSocketException or IOException or OperationCanceledException)
            {
                // it comes back
            }

            IsOpen = false;
            left ??= Stopwatch.GetTimestamp();
            await Task.Delay(Pause * Random.Shared.NextDouble(), closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
