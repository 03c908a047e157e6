using System.Data.Common;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace NotifyPortal.Live;

/// <summary>
/// A component that shows stored things and stays right by itself: it subscribes, <b>then</b> reads, and reads again on any signal,
/// many signals as one. Override <see cref="TopicsOf"/> and <see cref="LoadAsync"/>; show <see cref="LoadError"/>.
/// </summary>
public abstract class LiveComponentBase : ComponentBase, IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource closing = new();
    private Task loading = Task.CompletedTask;
    private bool listening;
    private bool retrying;

    protected LiveComponentBase() => Closing = closing.Token;

    [Inject]
    private LivePage Page { get; set; } = default!;

    [Inject]
    private ILogger<LiveComponentBase> Logger { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Who looks at the page.</summary>
    protected ClaimsPrincipal User { get; private set; } = new();

    /// <summary>The signed-in user's id; empty for a visitor.</summary>
    protected string UserId => User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

    /// <summary>Why the last read failed, or null. What was read before stays on the page.</summary>
    protected Exception? LoadError { get; private set; }

    /// <summary>False until the first read is through.</summary>
    protected internal bool Loaded { get; private set; }

    /// <summary>Ends when the component leaves the page.</summary>
    protected CancellationToken Closing { get; }

    /// <summary>The addresses to listen to, beside <see cref="LiveTopic.Everyone"/>. Default: the user's own.</summary>
    protected virtual IEnumerable<LiveTopic> TopicsOf(ClaimsPrincipal user) => UserId is "" ? [] : [LiveTopic.User(UserId)];

    /// <summary>Reads what is shown. Never runs twice at once, so what was asked for last is what stays; do not await <see cref="RefreshAsync"/> in it.</summary>
    /// <param name="signals">What was heard; empty on the first read and on <see cref="RefreshAsync"/>.</param>
    /// <param name="cancellationToken">Ends with the component.</param>
    protected abstract Task LoadAsync(IReadOnlyList<LiveEvent> signals, CancellationToken cancellationToken);

    /// <summary>Whether signals concern this component; a batch without any that does is passed over unread. Default: all that speak of something stored.</summary>
    protected virtual bool Concerns(LiveEvent signal) => signal.Kind != LiveEventKind.Ephemeral;

    protected override async Task OnInitializedAsync()
    {
        User = Authentication is null ? new ClaimsPrincipal() : (await Authentication).User;

        if (RendererInfo.IsInteractive && !Closing.IsCancellationRequested)
        {
            Page.Enter(this, TopicsOf(User));
            listening = true;
        }

        await RefreshAsync();
    }

    /// <summary>Reads again now: after a parameter changed or the user asked for it.</summary>
    protected Task RefreshAsync() => LoadGuardedAsync([]);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !Closing.IsCancellationRequested)
        {
            closing.Cancel();
            Page.Leave(this);
            closing.Dispose();
        }
    }

    /// <summary>Reads again, where the signals concern this component, and asks to be drawn. A failure is its own circuit's.</summary>
    /// <param name="heard">All that the page has heard.</param>
    /// <param name="topics">The component's own addresses.</param>
    internal async Task HearAsync(IReadOnlyList<Heard> heard, LiveTopic[] topics)
    {
        try
        {
            // Most components of a page are not concerned by most of what it hears.
            List<LiveEvent>? concerning = null;

            foreach (var (topic, signal) in heard)
            {
                if (topics.Contains(topic) && (signal.Kind == LiveEventKind.Resync || Concerns(signal)))
                {
                    (concerning ??= []).Add(signal);
                }
            }

            if (concerning is not null)
            {
                await LoadGuardedAsync(concerning);
                DrawIfOpen();
            }
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private void DrawIfOpen()
    {
        if (!Closing.IsCancellationRequested)
        {
            Page.Draw(StateHasChanged);
        }
    }

    private Task LoadGuardedAsync(IReadOnlyList<LiveEvent> signals) => loading = LoadAfterAsync(loading, signals);

    // A read that began earlier may end later: each waits for the one before. All of it runs on the circuit's dispatcher, so no lock.
    private async Task LoadAfterAsync(Task before, IReadOnlyList<LiveEvent> signals)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);

        try
        {
            Closing.ThrowIfCancellationRequested();
            await LoadAsync(signals, Closing);
            LoadError = null;
            Loaded = true;
        }
        catch (OperationCanceledException) when (Closing.IsCancellationRequested)
        {
            // the component has left the page while it was reading
        }
        catch (DbException e) // the store cannot answer now: say so on the page, keep the rest of it
        {
            Log.ReadFailed(Logger, GetType().Name, e);
            LoadError = e;
            Loaded = true;
            _ = RetryAsync();
        }
    }

    // No signal tells that the store is back.
    private async Task RetryAsync()
    {
        if (retrying || !listening)
        {
            return;
        }

        retrying = true;
        await Task.Delay(RetryAfter, Closing).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        retrying = false;
        await HearAsync([new Heard(LiveTopic.Everyone, LiveEvent.Resync)], [LiveTopic.Everyone]);
    }
}
