namespace NotifyPortal.Api.Docs;

/// <summary>What one call does, takes and answers.</summary>
public sealed record DocumentedOperation(string Method, string Path, string Summary, string Description, string Resource)
{
    public required IReadOnlyList<DocumentedMember> Parameters { get; init; }

    /// <summary>The members of the body, those of objects within it by their path.</summary>
    public required IReadOnlyList<DocumentedMember> Request { get; init; }

    public required IReadOnlyList<DocumentedAnswer> Responses { get; init; }

    /// <summary>A command to try it with; <c>$PORTAL</c> and <c>$KEY</c> are the reader's.</summary>
    public required string Curl { get; init; }
}

/// <summary>A member of a body, or a parameter.</summary>
public sealed record DocumentedMember(string Name, string Type, bool Required, string Description);

/// <summary>One of the statuses that may come.</summary>
public sealed record DocumentedAnswer(int Status, string Description, IReadOnlyList<DocumentedMember> Members);
