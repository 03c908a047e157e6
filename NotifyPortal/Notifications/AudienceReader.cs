using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>Finds out whom an audience means, inside the caller's transaction.</summary>
internal sealed class AudienceReader(AccountDirectory accounts)
{
    /// <summary>The addresses reached, each with what was given for it, and an outcome for whoever is not.</summary>
    public async Task<(Dictionary<string, string> Reached, List<Outcome> Outcomes)> ReadAsync(
        PortalDbContext db, Audience audience, CancellationToken cancellationToken)
    {
        var reached = new Dictionary<string, string>(StringComparer.Ordinal);
        var outcomes = new List<Outcome>();

        var named = await accounts.ResolveAsync(db, [.. audience.Users, .. audience.Except], cancellationToken);

        foreach (var given in audience.Users.Distinct(StringComparer.Ordinal).Except(audience.Except, StringComparer.Ordinal))
        {
            Add(given, named.GetValueOrDefault(given) is { Active: true } account ? account.Id : null);
        }

        if (audience.Session is { } session)
        {
            Add(session, BrowserSession.IsId(session) ? RecipientAddress.OfSession(session) : null);
        }

        foreach (var id in await accounts.ActiveIdsAsync(db, audience.Role, audience.Everyone, cancellationToken))
        {
            reached.TryAdd(id, id);
        }

        if (audience.Topic is { } topic)
        {
            foreach (var id in await Topics.Topics.ActiveIds(db, topic).ToListAsync(cancellationToken))
            {
                reached.TryAdd(id, id);
            }
        }

        foreach (var address in LeftOut(audience, named))
        {
            reached.Remove(address);
        }

        return (reached, outcomes);

        void Add(string given, string? address)
        {
            if (address is null)
            {
                outcomes.Add(Outcome.Skip(given, SkipReason.UnknownRecipient));
            }
            else
            {
                reached.TryAdd(address, given);
            }
        }
    }

    /// <summary>The addresses that are left out.</summary>
    public async Task<IReadOnlyList<string>> LeftOutAsync(PortalDbContext db, Audience audience, CancellationToken cancellationToken) =>
        [.. LeftOut(audience, await accounts.ResolveAsync(db, audience.Except, cancellationToken))];

    /// <summary>The same, of accounts that are known.</summary>
    public static IEnumerable<string> LeftOut(Audience audience, IReadOnlyDictionary<string, AccountRef> named) => audience.Except
        .Select(given => named.GetValueOrDefault(given)?.Id ?? (BrowserSession.IsId(given) ? RecipientAddress.OfSession(given) : null)).OfType<string>();
}
