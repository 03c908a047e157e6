using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Api.Idempotency;

/// <summary>What was answered to a request with an <c>Idempotency-Key</c>, to be said again; or, without a status, that one has begun to write.</summary>
public sealed class KeptAnswer
{
    /// <summary>A hash of who asked, where, and the key.</summary>
    public required string Scope { get; init; }

    /// <summary>A hash of what was asked.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Random; what a request with this key writes under a name of its own carries it, so that a repetition finds it.</summary>
    public required string Attempt { get; init; }

    /// <summary>Null: the process ended between the write and the answer.</summary>
    public int? Status { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    public byte[]? Body { get; init; }

    public required DateTimeOffset At { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<KeptAnswer>
    {
        public void Configure(EntityTypeBuilder<KeptAnswer> answer)
        {
            answer.ToTable("KeptAnswers");
            answer.HasKey(a => a.Scope);
            answer.Property(a => a.Scope).HasMaxLength(43);
            answer.Property(a => a.Fingerprint).HasMaxLength(43);
            answer.Property(a => a.Attempt).HasMaxLength(32);
            answer.Property(a => a.ContentType).HasMaxLength(100);
            answer.Property(a => a.Location).HasMaxLength(2048);
            answer.HasIndex(a => a.At);
        }
    }
}
