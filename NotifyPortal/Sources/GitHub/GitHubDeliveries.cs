using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Sources.GitHub;

/// <summary>Turns deliveries into activities, for the people here who are linked with the logins concerned.</summary>
internal sealed class GitHubDeliveries(GitHubLogins logins, ActivityLog log, ILogger<GitHubDeliveries> logger)
{
    private const string Source = "GitHub";
    private const int MaxLine = 255;
    private const int MaxText = 500; // a glance; the rest is one click away

    /// <summary>Records what people here should hear of; what concerns none of them is forgotten. A delivery that comes again does nothing twice.</summary>
    /// <param name="id">The delivery's own; a redelivery has the same.</param>
    public async Task TakeAsync(string name, string id, Payload delivery)
    {
        var happenings = GitHubEvents.Read(name, delivery);

        if (happenings.Count == 0)
        {
            return;
        }

        // Not the request's token: what is recorded is also told, even when GitHub has hung up.
        var accounts = await logins.ResolveAsync([.. happenings.SelectMany(h => h.Logins.Append(h.Actor)).Distinct(StringComparer.OrdinalIgnoreCase)]);
        var drafts = happenings.Select(h => Draft(h, id, accounts)).Where(draft => draft.Recipients!.Count > 0).ToList();

        if (drafts.Count > 0)
        {
            await log.RecordManyAsync(drafts);
            Log.Taken(logger, id, name, drafts.Count);
        }
    }

    private static ActivityDraft Draft(Happening happening, string id, IReadOnlyDictionary<string, AccountRef> accounts) => new(happening.Action)
    {
        Module = "github",
        SourceKey = $"github/{id}/{happening.Action}",
        Actor = ActorOf(happening.Actor, accounts),
        // The actor may be among them: that nobody is told of what they did themselves is the portal's own rule.
        Recipients = [.. happening.Logins.Select(accounts.GetValueOrDefault).OfType<AccountRef>().Select(account => account.Id).Distinct()],
        ResourceType = happening.ResourceType,
        ResourceId = Line(happening.ResourceId),
        Presentation = new Presentation(
            Line(happening.Title), Cut(PlainText.Clean(happening.Text), MaxText), happening.Icon, SafeLink.IsSafe(happening.Link) ? happening.Link : null, happening.Severity),
    };

    private static Actor ActorOf(string login, IReadOnlyDictionary<string, AccountRef> accounts) =>
        accounts.GetValueOrDefault(login) is { } account ? new Actor(account.Id, account.Name, Source) : new Actor(null, Line(login) ?? Source, Source);

    private static string? Line(string text) => Cut(PlainText.CleanLine(text), MaxLine);

    // By scalars, as limits count, so that no emoji is cut in half.
    private static string? Cut(string? text, int length) => text is null || PlainText.Length(text) <= length
        ? text
        : $"{string.Concat(text.EnumerateRunes().Take(length - 1))}…";
}
