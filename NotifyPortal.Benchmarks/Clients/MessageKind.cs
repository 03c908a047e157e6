namespace NotifyPortal.Benchmarks.Clients;

/// <summary>Of a circuit's messages, those that a page is sent.</summary>
internal enum MessageKind
{
    Invocation = 1,
    Completion = 3,
    Ping = 6,
    Close = 7,
}
