using Bunit;
using Microsoft.AspNetCore.Components;
using NotifyPortal.Live;

namespace NotifyPortal.Tests.Support;

/// <summary>Hands a page out once all on it has read: a store that takes its time answers after the page was first drawn.</summary>
internal sealed class PageCircuit : BunitContext
{
    public override IRenderedComponent<TComponent> Render<TComponent>(Action<ComponentParameterCollectionBuilder<TComponent>>? parameterBuilder = null)
    {
        var page = base.Render(parameterBuilder);
        var all = (IRenderedComponent<IComponent>)page;
        page.WaitForState(() => page.Instance is not LiveComponentBase { Loaded: false } && all.FindComponents<LiveComponentBase>().All(c => c.Instance.Loaded));

        return page;
    }
}
