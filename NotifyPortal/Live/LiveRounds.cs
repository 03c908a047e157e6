namespace NotifyPortal.Live;

/// <summary>What waits to be drawn on one page. One for each circuit, used on its dispatcher only.</summary>
public sealed class LiveRounds
{
    private readonly List<Action> waiting = [];
    private LiveRound? round;

    /// <summary>Draws a component as soon as those have read that are reading now.</summary>
    /// <param name="draw">Its own <c>StateHasChanged</c>.</param>
    internal void Add(Action draw)
    {
        if (round is null)
        {
            draw(); // a page without the shell's layout
        }
        else
        {
            waiting.Add(draw);

            if (waiting.Count == 1)
            {
                _ = DrawAsync();
            }
        }
    }

    internal void Enter(LiveRound entered) => round = entered;

    internal void Leave(LiveRound left) => round = round == left ? null : round;

    internal void DrawWaiting()
    {
        var drawing = waiting.ToList();
        waiting.Clear();
        drawing.ForEach(draw => draw());
    }

    // Behind what the dispatcher has to do already: the other components that the same signal has woken.
    private async Task DrawAsync()
    {
        await Task.Yield();

        if (round is { } drawn)
        {
            drawn.Draw();
        }
        else
        {
            DrawWaiting();
        }
    }
}
