using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Accounts;

/// <summary>A key that cookies, one-time links and the state of pages are sealed with.</summary>
internal sealed class DataProtectionKey
{
    public const int NameLength = 100;

    public int Id { get; init; }

    public required string Name { get; init; }

    public required string Xml { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<DataProtectionKey>
    {
        public void Configure(EntityTypeBuilder<DataProtectionKey> key)
        {
            key.ToTable("DataProtectionKeys");
            key.Property(k => k.Name).HasMaxLength(NameLength);
        }
    }
}
