using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Accounts;

/// <summary>One sign-in of one browser. Its id is a claim in the cookie; ending the row ends the cookie wherever it is.</summary>
public sealed class SignIn
{
    /// <summary>Unguessable.</summary>
    public required string Id { get; init; }

    public required string UserId { get; init; }

    /// <summary>Browser and system, as "Firefox on Linux".</summary>
    public required string Device { get; init; }

    /// <summary>The address it came from.</summary>
    public string? Address { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Null: it is good.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<SignIn>
    {
        public void Configure(EntityTypeBuilder<SignIn> signIn)
        {
            signIn.ToTable("SignIns");
            signIn.Property(s => s.Id).HasMaxLength(64);
            signIn.Property(s => s.Device).HasMaxLength(200);
            signIn.Property(s => s.Address).HasMaxLength(64);
            signIn.HasIndex(s => new { s.UserId, s.CreatedAt });
            signIn.HasIndex(s => s.CreatedAt);
            signIn.HasOne<PortalUser>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
