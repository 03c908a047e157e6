namespace NotifyPortal.Api.Idempotency;

/// <summary>The same request was answered by another replica meanwhile. What this one has written is undone; that answer is the answer.</summary>
internal sealed class AnsweredElsewhereException : Exception;
