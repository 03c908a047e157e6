namespace NotifyPortal.Data;

/// <summary>The portal cannot start as it is set up. The message is one line for the operator and names the setting at fault.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
