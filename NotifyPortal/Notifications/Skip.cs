using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>That somebody got nothing, and why; kept for a while, so that they and an admin can ask.</summary>
public sealed class Skip
{
    /// <summary>Above so many recipients only the count for each reason is kept.</summary>
    public const int NamedAtMost = 1000;

    private const int HeadlineLength = 255;

    public long Id { get; init; }

    public long? ActivityId { get; init; }

    public long? MessageId { get; init; }

    /// <summary>The user id, or what was given where no account answers to it; null: a count of many, or nobody was named.</summary>
    public string? Recipient { get; init; }

    /// <summary>What it would have said, where no message was written that says it.</summary>
    public string? Headline { get; init; }

    public string? Type { get; init; }

    public required SkipReason Reason { get; init; }

    public required int Count { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static IEnumerable<Skip> From(
        IReadOnlyList<Outcome> outcomes, IReadOnlyDictionary<string, string> addressOf, Sending sending, long? messageId)
    {
        var skipped = outcomes.Where(o => o.Kind == OutcomeKind.Skipped);

        return outcomes.Count > NamedAtMost
            ? skipped.GroupBy(o => o.Reason!.Value).Select(g => New(null, g.Key, g.Count()))
            : skipped.Select(o => New(o.Recipient, o.Reason!.Value, 1));

        Skip New(string? recipient, SkipReason reason, int count) => new()
        {
            ActivityId = sending.Activity?.Id,
            MessageId = messageId,
            Recipient = recipient is null ? null : addressOf.GetValueOrDefault(recipient, recipient),
            Headline = messageId is null ? PlainText.Cut(sending.Said, HeadlineLength) : null,
            Type = sending.Type,
            Reason = reason,
            Count = count,
            CreatedAt = sending.Now,
        };
    }

    /// <summary>Adds to the counts of a message whose recipients are told in chunks.</summary>
    internal static async Task AddCountAsync(
        PortalDbContext db, Message message, Dictionary<SkipReason, int> counts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (reason, count) in counts.Where(c => c.Value > 0))
        {
            var counted = db.Set<Skip>().Where(s => s.MessageId == message.Id && s.Recipient == null && s.Reason == reason);

            if (await counted.ExecuteUpdateAsync(set => set.SetProperty(s => s.Count, s => s.Count + count), cancellationToken) == 0)
            {
                db.Add(new Skip { MessageId = message.Id, Type = message.Type, Reason = reason, Count = count, CreatedAt = now });
                await db.SaveChangesAsync(cancellationToken);
            }
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Skip>
    {
        public void Configure(EntityTypeBuilder<Skip> skip)
        {
            skip.ToTable("Skips");
            skip.Property(s => s.Recipient).HasMaxLength(255);
            skip.Property(s => s.Reason).HasConversion<string>().HasMaxLength(20);
            skip.Property(s => s.Headline).HasMaxLength(HeadlineLength);
            skip.Property(s => s.Type).HasMaxLength(100);
            skip.HasIndex(s => s.CreatedAt);
            skip.HasIndex(s => new { s.Recipient, s.Id });
            skip.HasIndex(s => s.MessageId);
        }
    }
}
