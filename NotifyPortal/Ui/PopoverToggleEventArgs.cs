using Microsoft.AspNetCore.Components;

namespace NotifyPortal.Ui;

/// <summary>A popover has opened or closed: by its button, by Escape, by a click beside it.</summary>
public sealed class PopoverToggleEventArgs : EventArgs
{
    public bool Open { get; set; }
}

/// <summary>Makes <c>@onpopovertoggle</c> known to the Razor compiler; the page's script registers it in the browser.</summary>
[EventHandler("onpopovertoggle", typeof(PopoverToggleEventArgs), enableStopPropagation: true, enablePreventDefault: false)]
public static class EventHandlers;
