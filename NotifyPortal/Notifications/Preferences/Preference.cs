using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Accounts;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>What a user set for a type on a channel. There is a row only where it differs from what the channel does by itself.</summary>
public sealed class Preference
{
    public required string UserId { get; init; }

    /// <summary>A key that was known when it was stored.</summary>
    public required string Type { get; init; }

    public required string Channel { get; init; }

    public required bool Wanted { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Preference>
    {
        public void Configure(EntityTypeBuilder<Preference> preference)
        {
            preference.ToTable("Preferences");
            preference.HasKey(p => new { p.UserId, p.Type, p.Channel });
            // Whether anybody has muted a type at all: a fan-out asks for each chunk.
            preference.HasIndex(p => new { p.Type, p.Channel }, "IX_Preferences_Muted").HasFilter($"NOT \"{nameof(Wanted)}\"");
            preference.Property(p => p.Type).HasMaxLength(100);
            preference.Property(p => p.Channel).HasMaxLength(20);
            preference.HasOne<PortalUser>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
