namespace NotifyPortal.Commands;

/// <summary>A command cannot do what it was asked to; the message is one line.</summary>
internal sealed class CommandFailure(string message) : Exception(message);
