using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>Finds accounts by what others call them.</summary>
public sealed class AccountDirectory(StoreReader reader, IDbContextFactory<PortalDbContext> contexts, ILookupNormalizer normalizer)
{
    /// <summary>The account of this id or e-mail address, or null.</summary>
    public async Task<AccountRef?> FindAsync(string idOrEmail, CancellationToken cancellationToken = default) =>
        (await ResolveAsync([idOrEmail], cancellationToken)).GetValueOrDefault(idOrEmail);

    /// <summary>The accounts of these ids and e-mail addresses, by what was given; what no account answers to is left out.</summary>
    public Task<IReadOnlyDictionary<string, AccountRef>> ResolveAsync(IReadOnlyCollection<string> idsOrEmails, CancellationToken cancellationToken = default) =>
        reader.ReadAsync(sql => ResolveAsync(sql, idsOrEmails, cancellationToken));

    /// <summary>The same inside the caller's transaction.</summary>
    public Task<IReadOnlyDictionary<string, AccountRef>> ResolveAsync(
        PortalDbContext db, IReadOnlyCollection<string> idsOrEmails, CancellationToken cancellationToken) => ResolveAsync(db.Sql, idsOrEmails, cancellationToken);

    /// <summary>The ids of all active accounts that have the role, or of all there are; none when neither is asked for.</summary>
    public async Task<IReadOnlyList<string>> ActiveIdsAsync(PortalDbContext db, string? role, bool everyone, CancellationToken cancellationToken)
    {
        if (role is null && !everyone)
        {
            return []; // before a question is built that nobody asks
        }

        var active = db.Users.AsNoTracking().Where(u => u.DeactivatedAt == null);

        if (role is null || everyone)
        {
            return await active.Select(u => u.Id).ToListAsync(cancellationToken);
        }

        var name = normalizer.NormalizeName(role);
        var members = from member in db.UserRoles
                      join known in db.Roles on member.RoleId equals known.Id
                      where known.NormalizedName == name
                      select member.UserId;

        return await active.Where(u => members.Contains(u.Id)).Select(u => u.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The names of all roles, in order.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Roles.AsNoTracking().OrderBy(r => r.Name).Select(r => r.Name!).ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, AccountRef>> ResolveAsync(Sql sql, IReadOnlyCollection<string> idsOrEmails, CancellationToken cancellationToken)
    {
        if (idsOrEmails.Count == 0)
        {
            return new Dictionary<string, AccountRef>();
        }

        var users = idsOrEmails.Count == 1 ? await ReadAsync(sql, idsOrEmails.Single(), cancellationToken) : await ReadAsync(sql, idsOrEmails, cancellationToken);
        var found = new Dictionary<string, AccountRef>(StringComparer.Ordinal);

        foreach (var (normalizedEmail, account) in users)
        {
            found[account.Id] = found[normalizedEmail] = account;
        }

        return idsOrEmails.Distinct(StringComparer.Ordinal)
            .Select(given => (given, account: found.GetValueOrDefault(given) ?? found.GetValueOrDefault(normalizer.NormalizeEmail(given))))
            .Where(pair => pair.account is not null)
            .ToDictionary(pair => pair.given, pair => pair.account!, StringComparer.Ordinal);
    }

    // One is what nearly every request names; for a list of one SQLite would make tables on the way.
    private Task<List<(string NormalizedEmail, AccountRef Account)>> ReadAsync(Sql sql, string idOrEmail, CancellationToken cancellationToken) => sql.QueryAsync(
        $"""
        SELECT "NormalizedEmail", "Id", "DisplayName", "Email", "DeactivatedAt" IS NULL FROM "AspNetUsers"
        WHERE "Id" = {idOrEmail} OR "NormalizedEmail" = {(IsEmail(idOrEmail) ? normalizer.NormalizeEmail(idOrEmail) : null)}
        """, Row, cancellationToken);

    private Task<List<(string NormalizedEmail, AccountRef Account)>> ReadAsync(Sql sql, IReadOnlyCollection<string> idsOrEmails, CancellationToken cancellationToken)
    {
        // In two: of lists on both sides of an OR, PostgreSQL would hold every account against both.
        var emails = idsOrEmails.Where(IsEmail).Select(given => normalizer.NormalizeEmail(given));

        return sql.QueryAsync(
            $"""
            SELECT "NormalizedEmail", "Id", "DisplayName", "Email", "DeactivatedAt" IS NULL FROM "AspNetUsers" WHERE "Id" IN (SELECT value FROM unnest({idsOrEmails}) AS i(value))
            UNION ALL
            SELECT "NormalizedEmail", "Id", "DisplayName", "Email", "DeactivatedAt" IS NULL FROM "AspNetUsers" WHERE "NormalizedEmail" IN (SELECT value FROM unnest({emails}) AS e(value))
            """, Row, cancellationToken);
    }

    private static bool IsEmail(string given) => given.Contains('@', StringComparison.Ordinal);

    private static (string NormalizedEmail, AccountRef Account) Row(SqlRow row) =>
        (row.Text(), new AccountRef(row.Text(), row.Text(), row.Text(), row.Flag()));
}
