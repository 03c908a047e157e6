using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>Whom an audience means that is too large for one transaction.</summary>
/// <param name="Numbers">The users', in order.</param>
/// <param name="Session">The address of a browser session that is told beside them.</param>
/// <param name="Outcomes">One for each who was named and cannot be told.</param>
internal sealed record Crowd(IReadOnlyList<int> Numbers, string? Session, IReadOnlyList<Outcome> Outcomes);

/// <summary>The same question as <see cref="AudienceReader"/>'s for a hundred thousand: numbers are all that is read, and nobody has to wait for it.</summary>
internal sealed class CrowdReader(AccountDirectory accounts)
{
    /// <summary>Whether it is worth asking at all: those who are named can be counted.</summary>
    public static bool MayBe(Audience audience) => audience is not { Role: null, Topic: null, Everyone: false } || audience.Users.Count > NotificationService.MaxRecipients;

    /// <returns>Null: one transaction tells them all.</returns>
    public async Task<Crowd?> ReadAsync(PortalDbContext db, Audience audience, CancellationToken cancellationToken)
    {
        if (!MayBe(audience))
        {
            return null;
        }

        var outcomes = new List<Outcome>();
        var wanted = audience.Users.Except(audience.Except, StringComparer.Ordinal).ToList(); // each once
        var known = await accounts.ResolveAsync(db, [.. wanted.Where(IsEmail), .. audience.Except], cancellationToken);
        var leftOut = AudienceReader.LeftOut(audience, known).ToHashSet(StringComparer.Ordinal);
        var named = NamedIn(wanted, known, leftOut, outcomes);
        var away = await Addressee.DeactivatedAsync(db, cancellationToken);
        var numbers = await NumbersAsync(db, named.Keys, cancellationToken);
        numbers.ExceptWith(away);

        if (numbers.Count < named.Count)
        {
            outcomes.AddRange((await UnknownAsync(db, named.Keys, cancellationToken)).Select(id => Outcome.Skip(named[id], SkipReason.UnknownRecipient)));
        }

        numbers.UnionWith(await MembersAsync(db, audience, cancellationToken));
        numbers.ExceptWith(away);
        numbers.ExceptWith(await NumbersAsync(db, leftOut, cancellationToken));
        var session = audience.Session is { } id && BrowserSession.IsId(id) ? RecipientAddress.OfSession(id) : null;

        return numbers.Count <= NotificationService.MaxRecipients
            ? null
            : new Crowd([.. numbers.Order()], session is not null && leftOut.Contains(session) ? null : session, outcomes);
    }

    private static Dictionary<string, string> NamedIn(
        List<string> wanted, IReadOnlyDictionary<string, AccountRef> known, HashSet<string> leftOut, List<Outcome> outcomes)
    {
        var named = new Dictionary<string, string>(wanted.Count, StringComparer.Ordinal);

        foreach (var given in wanted)
        {
            var id = !IsEmail(given) ? given : known.GetValueOrDefault(given) is { Active: true } account ? account.Id : null;

            if (id is null)
            {
                outcomes.Add(Outcome.Skip(given, SkipReason.UnknownRecipient));
            }
            else if (!leftOut.Contains(id))
            {
                named.TryAdd(id, given);
            }
        }

        return named;
    }

    private async Task<HashSet<int>> MembersAsync(PortalDbContext db, Audience audience, CancellationToken cancellationToken)
    {
        if (audience.Everyone)
        {
            return [.. await db.Sql.QueryAsync($"""SELECT "Id" FROM "Recipients" WHERE "UserId" IS NOT NULL""", row => (int)row.Number(), cancellationToken)];
        }

        var ids = new HashSet<string>(await accounts.ActiveIdsAsync(db, audience.Role, everyone: false, cancellationToken), StringComparer.Ordinal);

        if (audience.Topic is { } topic)
        {
            ids.UnionWith(await Topics.Topics.ActiveIds(db, topic).ToListAsync(cancellationToken));
        }

        return await NumbersAsync(db, ids, cancellationToken);
    }

    private static async Task<HashSet<int>> NumbersAsync(PortalDbContext db, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => userIds.Count == 0
        ? []
        : [.. await db.Sql.QueryAsync(
            $"""SELECT r."Id" FROM unnest({userIds}) AS a(value) CROSS JOIN "Recipients" AS r ON r."UserId" = a.value""",
            row => (int)row.Number(), cancellationToken)];

    private static Task<List<string>> UnknownAsync(PortalDbContext db, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => db.Sql.QueryAsync(
        $"""
        SELECT a.value FROM unnest({userIds}) AS a(value)
        WHERE NOT EXISTS (SELECT 1 FROM "AspNetUsers" AS u WHERE u."Id" = a.value AND u."DeactivatedAt" IS NULL)
        """, row => row.Text(), cancellationToken);

    private static bool IsEmail(string given) => given.Contains('@', StringComparison.Ordinal);
}
