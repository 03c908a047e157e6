using Microsoft.AspNetCore.Components;

namespace NotifyPortal.Ui;

/// <summary>Makes the page's own events known to the Razor compiler; its script registers them in the browser.</summary>
[EventHandler("onpopovertoggle", typeof(PopoverToggleEventArgs), enableStopPropagation: true, enablePreventDefault: false)]
[EventHandler("ontoastslost", typeof(ToastsLostEventArgs), enableStopPropagation: true, enablePreventDefault: false)]
[EventHandler("ontoastsroom", typeof(ToastsRoomEventArgs), enableStopPropagation: true, enablePreventDefault: false)]
public static class EventHandlers;
