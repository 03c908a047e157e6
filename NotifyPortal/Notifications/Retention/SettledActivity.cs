using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Activities;

namespace NotifyPortal.Notifications.Retention;

/// <summary>That everybody was told of an activity whose message is pruned: should a source deliver it again, nobody is told twice. Goes with the activity.</summary>
public sealed class SettledActivity
{
    public required long ActivityId { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<SettledActivity>
    {
        public void Configure(EntityTypeBuilder<SettledActivity> settled)
        {
            settled.ToTable("SettledActivities");
            settled.HasKey(s => s.ActivityId);
            settled.Property(s => s.ActivityId).ValueGeneratedNever();
            settled.HasOne<ActivityEntry>().WithOne().HasForeignKey<SettledActivity>(s => s.ActivityId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
