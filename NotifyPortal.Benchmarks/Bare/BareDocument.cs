using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>A page with nothing but a badge.</summary>
[Route("/")]
public sealed class BareDocument : ComponentBase
{
    [CascadingParameter]
    public HttpContext Context { get; set; } = default!;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "html");
        builder.OpenElement(1, "body");
        builder.OpenComponent<BareBadge>(2);
        builder.AddComponentParameter(3, nameof(BareBadge.Who), Context.Request.Headers.Cookie.ToString());
        builder.AddComponentRenderMode(RenderMode.InteractiveServer);
        builder.CloseComponent();
        builder.CloseElement();
        builder.CloseElement();
    }
}
