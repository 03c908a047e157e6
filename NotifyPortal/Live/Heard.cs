namespace NotifyPortal.Live;

/// <summary>A signal, and the address it came to.</summary>
internal readonly record struct Heard(LiveTopic Topic, LiveEvent Signal);
