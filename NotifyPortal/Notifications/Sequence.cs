using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>The one growing sequence that ids and positions come from. Drawn inside the write transaction: the order of numbers is the order of commits.</summary>
public sealed class Sequence
{
    public const string Positions = "positions";

    /// <summary>Stands beside it and never grows: the random name of this database. A copy is another one: see DatabaseEpoch.</summary>
    public const string Epoch = DatabaseUpkeep.Epoch;

    public required string Name { get; init; }

    /// <summary>The last number given out.</summary>
    public required long Value { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Sequence>
    {
        public void Configure(EntityTypeBuilder<Sequence> sequence)
        {
            sequence.ToTable("Sequences");
            sequence.HasKey(s => s.Name);
            sequence.Property(s => s.Name).HasMaxLength(20);
            sequence.HasData(new Sequence { Name = Positions, Value = 0 });
        }
    }
}
