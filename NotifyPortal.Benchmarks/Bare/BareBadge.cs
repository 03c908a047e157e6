using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>The least that is live: hears that a number has changed, and shows it.</summary>
public sealed class BareBadge(BareNumbers numbers) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closing = new();

    /// <summary>Whose number.</summary>
    [Parameter, EditorRequired]
    public required string Who { get; set; }

    public void Dispose()
    {
        closing.Cancel();
        closing.Dispose();
    }

    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _ = ListenAsync(closing.Token);
        }
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "span");
        builder.AddContent(1, $"{numbers.Of(Who)} unread");
        builder.CloseElement();
    }

    private async Task ListenAsync(CancellationToken token)
    {
        var signals = numbers.Listen(Who);

        try
        {
            await foreach (var _ in signals.ReadAllAsync(token))
            {
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException) // the page has gone
        {
            numbers.Leave(Who, signals);
        }
    }
}
