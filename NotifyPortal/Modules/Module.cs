using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Modules;

/// <summary>The stored switch of a module. No row: never switched, and on.</summary>
public sealed class Module
{
    /// <summary>As in its <see cref="ModuleDefinition"/>.</summary>
    public required string Key { get; init; }

    public required bool Enabled { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>The name of who switched it last.</summary>
    public required string ChangedBy { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<Module>
    {
        public void Configure(EntityTypeBuilder<Module> module)
        {
            module.ToTable("Modules");
            module.HasKey(m => m.Key);
            module.Property(m => m.Key).HasMaxLength(50);
            module.Property(m => m.ChangedBy).HasMaxLength(256);
        }
    }
}
