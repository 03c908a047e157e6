using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>An admin's setting: nobody can mute this type, nor its sub-types. No row: everybody can.</summary>
public sealed class RequiredType
{
    public const int ReasonLength = 200;

    public required string Type { get; init; }

    /// <summary>Shown to users; null: none was given.</summary>
    public string? Reason { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>The name of who set it last.</summary>
    public required string ChangedBy { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<RequiredType>
    {
        public void Configure(EntityTypeBuilder<RequiredType> required)
        {
            required.ToTable("RequiredTypes");
            required.HasKey(r => r.Type);
            required.Property(r => r.Type).HasMaxLength(100);
            required.Property(r => r.Reason).HasMaxLength(ReasonLength);
            required.Property(r => r.ChangedBy).HasMaxLength(256);
        }
    }
}
