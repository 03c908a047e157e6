using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>Who is who on GitHub.</summary>
public sealed partial class GitHubLogins(
    IDbContextFactory<PortalDbContext> contexts, StoreWriter writer, ActivityLog activities, SignInStore signIns)
{
    /// <summary>GitHub's own limit.</summary>
    public const int MaxLength = 39;

    /// <summary>The login as it is kept, or null when GitHub has none like it. An @ before it is what people copy.</summary>
    public static string? Clean(string? typed) => typed?.Trim().TrimStart('@') is { Length: <= MaxLength } login && Login().IsMatch(login)
        ? login.ToLowerInvariant() : null;

    /// <summary>The accounts linked with these logins, whatever their case; one question for all.</summary>
    public async Task<IReadOnlyDictionary<string, AccountRef>> ResolveAsync(IReadOnlyCollection<string> logins, CancellationToken cancellationToken = default)
    {
        var clean = logins.Select(Clean).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Users.AsNoTracking()
            .Where(u => clean.Contains(u.GitHubLogin!))
            .ToDictionaryAsync(
                u => u.GitHubLogin!, u => new AccountRef(u.Id, u.DisplayName, u.Email!, u.DeactivatedAt is null),
                StringComparer.OrdinalIgnoreCase, cancellationToken);
    }

    /// <summary>The person themselves wants to be nobody there. False: they were not linked.</summary>
    public async Task<bool> UnlinkAsync(PortalUser user, CancellationToken cancellationToken = default)
    {
        var done = await writer.WriteAsync<(ActivityDraft Draft, ActivityEntry Entry)?>(async (db, token) =>
        {
            if (await db.Users.FirstOrDefaultAsync(u => u.Id == user.Id, token) is not { GitHubLogin: { } login } stored)
            {
                return null;
            }

            stored.GitHubLogin = null;
            stored.ConcurrencyStamp = Guid.NewGuid().ToString(); // a page that has read the account before must not bring it back
            var draft = AccountActivities.GitHubUnlinked(stored, login, null);

            return (draft, activities.Add(db, draft));
        }, cancellationToken);

        if (done is not { } record)
        {
            return false;
        }

        signIns.Announce(user.Id);
        activities.Announce();
        await activities.HandOnAsync(record.Entry, record.Draft, cancellationToken);

        return true;
    }

    // Letters, digits and single hyphens; the underscore stands before the name of the company that manages the account.
    [GeneratedRegex(@"\A[A-Za-z0-9](?:-?[A-Za-z0-9])*(?:_[A-Za-z0-9]+)?\z")]
    private static partial Regex Login();
}
