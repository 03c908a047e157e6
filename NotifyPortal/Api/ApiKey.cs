using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Accounts;

namespace NotifyPortal.Api;

/// <summary>A key other systems call with: <c>np_{Id}_{secret}</c>. The secret itself is shown once and never stored.</summary>
public sealed class ApiKey
{
    public required string Id { get; init; }

    /// <summary>The sender's name as readers see it; unique among keys that are not revoked.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret: 256 random bits need no slow hash.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>Scopes, separated by spaces.</summary>
    public required string Scopes { get; init; }

    /// <summary>Whom <c>inbox:*</c> scopes act as.</summary>
    public string? UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name of who made it.</summary>
    public required string CreatedBy { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<ApiKey>
    {
        public void Configure(EntityTypeBuilder<ApiKey> key)
        {
            key.ToTable("ApiKeys");
            key.Property(k => k.Id).HasMaxLength(16);
            key.Property(k => k.Name).HasMaxLength(100);
            key.Property(k => k.Scopes).HasMaxLength(200);
            key.Property(k => k.CreatedBy).HasMaxLength(256);
            key.HasIndex(k => k.Name).IsUnique().HasFilter($"\"{nameof(RevokedAt)}\" IS NULL");
            key.HasOne<PortalUser>().WithMany().HasForeignKey(k => k.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
