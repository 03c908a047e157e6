namespace NotifyPortal.Live;

/// <summary>
/// The ear of one open page: all its live components hear through one inbox, read in one turn, and are drawn in one message to the browser.
/// One for each circuit, used on its dispatcher only.
/// </summary>
public sealed class LivePage(NotificationBroker broker, IHostApplicationLifetime lifetime) : IDisposable
{
    // A component that asks the browser, or a slow store, does not hold up the others: it is drawn when it has read.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly List<(LiveComponentBase Component, LiveTopic[] Topics)> listeners = [];
    private readonly List<Action> waiting = [];
    private LiveSubscription? inbox;
    private LiveRound? round;
    private TaskCompletionSource? showing;
    private bool reading;

    /// <summary>From now on the component is told of what comes to these addresses.</summary>
    internal void Enter(LiveComponentBase component, IEnumerable<LiveTopic> topics)
    {
        LiveTopic[] own = [LiveTopic.Everyone, .. topics];
        listeners.Add((component, own));

        if (inbox is null)
        {
            inbox = broker.Subscribe(own);
            _ = ListenAsync(inbox);
        }
        else
        {
            broker.Add(inbox, own);
        }
    }

    internal void Leave(LiveComponentBase component)
    {
        listeners.RemoveAll(l => l.Component == component);

        if (listeners.Count == 0)
        {
            Dispose();
        }
    }

    /// <summary>Draws a component that has read: with the others of its turn, or by itself when it was slower.</summary>
    /// <param name="draw">Its own <c>StateHasChanged</c>.</param>
    internal void Draw(Action draw)
    {
        waiting.Add(draw);

        if (!reading)
        {
            Draw();
        }
    }

    internal void Enter(LiveRound entered) => round = entered;

    internal void Leave(LiveRound left) => round = round == left ? null : round;

    /// <summary>The browser has said that it shows what was drawn.</summary>
    internal void Shown()
    {
        showing?.TrySetResult();
        showing = null;
    }

    internal void DrawWaiting()
    {
        var drawing = waiting.ToList();
        waiting.Clear();
        drawing.ForEach(draw => draw());
    }

    public void Dispose()
    {
        inbox?.Dispose();
        inbox = null;
    }

    // Begun on the circuit's dispatcher, it goes on there.
    private async Task ListenAsync(LiveSubscription own)
    {
        // While the portal stops, what a signal would have it read is closed under its hands: what it has heard and not read is left alone, too.
        var stopping = lifetime.ApplicationStopping;

        using (own)
        {
            try
            {
                await foreach (var batch in own.ReadHeardAsync(LiveSubscription.Window, LiveSubscription.Sustained, stopping))
                {
                    await HearAsync(batch);

                    // The window to the next begins when the browser shows this one: a slow page is not sent more than it can show.
                    await (showing?.Task ?? Task.CompletedTask).WaitAsync(stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // so it ends with the portal
            }
        }
    }

    private async Task HearAsync(IReadOnlyList<Heard> batch)
    {
        reading = true;
        var loads = Task.WhenAll(listeners.ConvertAll(l => l.Component.HearAsync(batch, l.Topics)));

        if (!loads.IsCompleted)
        {
            await Task.WhenAny(loads, Task.Delay(Patience));
        }

        reading = false;
        Draw();
    }

    private void Draw()
    {
        if (waiting.Count == 0)
        {
            return;
        }

        if (round is null)
        {
            DrawWaiting(); // a page without the shell's layout
        }
        else
        {
            showing ??= new TaskCompletionSource();
            round.Draw();
        }
    }
}
