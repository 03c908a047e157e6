using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>Some who publish over HTTP, each under keys of their own, and repeat each request until it is acknowledged.</summary>
internal sealed class Publishers : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(25);

    private readonly IPublishTarget portal;
    private readonly Ledger ledger;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource givingUp = new();
    private readonly string name = Guid.NewGuid().ToString("N")[..6];
    private readonly Task publishing;
    private int acknowledged, refused, unanswered, asking;

    public Publishers(IPublishTarget portal, Ledger ledger, int count = 64)
    {
        (this.portal, this.ledger) = (portal, ledger);
        publishing = Task.WhenAll(Enumerable.Range(1, count).Select(number => Task.Run(() => PublishAsync(number))));
    }

    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Answers that said: not now.</summary>
    public int Refused => Volatile.Read(ref refused);

    /// <summary>Requests that are on their way just now.</summary>
    public int Asking => Volatile.Read(ref asking);

    /// <summary>Requests that broke off: stored or not, nobody was told.</summary>
    public int Unanswered => Volatile.Read(ref unanswered);

    public bool IsStopping => stopping.IsCancellationRequested;

    /// <summary>Answers that no fault excuses.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>The time from each acknowledged request to its answer, of those that were not repeated.</summary>
    public ConcurrentQueue<TimeSpan> Times { get; } = new();

    /// <summary>The time from each request to the answer that said "not now", or to the end without one.</summary>
    public ConcurrentQueue<TimeSpan> Failing { get; } = new();

    /// <summary>Waits until so many more were acknowledged.</summary>
    public Task MoreAsync(int count)
    {
        var goal = Acknowledged + count;

        return Until.TrueAsync(() => Acknowledged >= goal || !Wrong.IsEmpty, $"{count} more are acknowledged");
    }

    /// <summary>Each ends what they have begun, and it is acknowledged.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();

        try
        {
            await publishing.WaitAsync(Until.Deadline);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Some were not acknowledged within {Until.Deadline}: {Acknowledged} were, {Refused} refused, {Unanswered} unanswered.");
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        givingUp.Cancel();
    }

    private async Task PublishAsync(int number)
    {
        var recipient = FaultGround.Person((number % FaultGround.People) + 1);

        for (var n = 1; !stopping.IsCancellationRequested && Wrong.IsEmpty; n++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}-{n}");
            var began = Stopwatch.GetTimestamp();

            for (var tries = 1; await AskAsync(recipient, key) is var id && !givingUp.IsCancellationRequested && Wrong.IsEmpty; tries++)
            {
                if (id is null)
                {
                    await Task.Delay(Patience);

                    continue;
                }

                var entry = new Acknowledged(key, recipient, id.Value, began, Stopwatch.GetTimestamp());
                await ledger.NoteAsync(entry);
                Interlocked.Increment(ref acknowledged);

                if (tries == 1)
                {
                    Times.Enqueue(Stopwatch.GetElapsedTime(entry.Began, entry.At));
                }

                break;
            }
        }
    }

    private async Task<long?> AskAsync(string recipient, string key)
    {
        if (portal.Address is null)
        {
            return null; // nobody to ask; waits for the next
        }

        Interlocked.Increment(ref asking);
        var asked = Stopwatch.GetTimestamp();

        try
        {
            using var answer = await portal.PublishAsync(recipient, key, key);
            var text = await answer.Content.ReadAsStringAsync();

            if (answer.StatusCode == HttpStatusCode.Created)
            {
                return long.Parse(JsonElement.Parse(text).Text("notificationId"), CultureInfo.InvariantCulture);
            }

            Failing.Enqueue(Stopwatch.GetElapsedTime(asked));

            if (answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout) // a proxy's word for it
            {
                Interlocked.Increment(ref unanswered);

                return null;
            }

            Interlocked.Increment(ref refused);

            if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests) || answer.Headers.RetryAfter is null)
            {
                Wrong.Enqueue($"{(int)answer.StatusCode}: {text}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            Failing.Enqueue(Stopwatch.GetElapsedTime(asked));
            Interlocked.Increment(ref unanswered);
        }
        finally
        {
            Interlocked.Decrement(ref asking);
        }

        return null;
    }
}
