using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Settings;

/// <summary>What an admin has set in place of the configuration. No row: as configured.</summary>
public sealed class Setting
{
    public const int MaxLength = 2048;

    /// <summary>As in the configuration: <c>Retention:Days</c>.</summary>
    public required string Key { get; init; }

    public required string Value { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The name of who set it.</summary>
    public required string ChangedBy { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Setting>
    {
        public void Configure(EntityTypeBuilder<Setting> setting)
        {
            setting.ToTable("Settings");
            setting.HasKey(s => s.Key);
            setting.Property(s => s.Key).HasMaxLength(100);
            setting.Property(s => s.Value).HasMaxLength(MaxLength);
            setting.Property(s => s.ChangedBy).HasMaxLength(256);
        }
    }
}
