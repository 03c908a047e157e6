namespace NotifyPortal.Activities;

/// <summary>Is told of each activity once it is stored.</summary>
public interface IActivityHandler
{
    /// <summary>One outcome for each recipient concerned. An exception is logged and never reaches the recorder.</summary>
    Task<IReadOnlyList<Outcome>> HandleAsync(ActivityEntry entry, ActivityDraft draft, CancellationToken cancellationToken);
}
