using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Accounts;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>Who can receive, a user or a browser session, under a number small enough to stand in every row.</summary>
public sealed class Recipient
{
    public int Id { get; init; }

    /// <summary>See <see cref="RecipientAddress"/>.</summary>
    public required string Address { get; init; }

    /// <summary>Null: a browser session.</summary>
    public string? UserId { get; init; }

    /// <summary>A browser session's public id; null: a user.</summary>
    public string? SessionId { get; init; }

    /// <summary>Those of the rows that are users': lists and figures over everybody know nothing of browser sessions.</summary>
    internal static IQueryable<Notification> OfUsers(PortalDbContext db, IQueryable<Notification> rows)
    {
        var sessions = db.Set<Recipient>().Where(r => r.SessionId != null).Select(r => r.Id);

        return rows.Where(n => !sessions.Contains(n.RecipientId));
    }

    private sealed class Mapping : IEntityTypeConfiguration<Recipient>
    {
        public void Configure(EntityTypeBuilder<Recipient> recipient)
        {
            recipient.ToTable("Recipients", table => table.HasCheckConstraint(
                "CK_Recipients_One", $"(\"{nameof(UserId)}\" IS NULL) <> (\"{nameof(SessionId)}\" IS NULL)"));
            recipient.Property(r => r.Address).HasMaxLength(450);
            recipient.Property(r => r.SessionId).HasMaxLength(BrowserSession.IdLength);
            recipient.HasIndex(r => r.Address).IsUnique();
            recipient.HasIndex(r => r.SessionId).HasFilter($"\"{nameof(SessionId)}\" IS NOT NULL");
            recipient.HasOne<PortalUser>().WithOne().HasForeignKey<Recipient>(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
