using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Extending;

/// <summary>The registered filters, in their order.</summary>
public sealed class Filters(IEnumerable<INotificationFilter> filters, TimeProvider clock, ILogger<Filters> logger)
{
    private readonly IReadOnlyList<INotificationFilter> ordered = [.. filters.OrderBy(filter => filter.Order)];

    /// <summary>The draft after all of them; null when one has held it back.</summary>
    internal async Task<NotificationDraft?> ApplyAsync(NotificationDraft draft, NotificationScope scope, CancellationToken cancellationToken)
    {
        foreach (var filter in ordered)
        {
            try
            {
                if (await filter.ApplyAsync(draft, scope, cancellationToken) is not { } changed)
                {
                    return null;
                }

                draft = DraftRules.CleanOrThrow(changed with { Mode = draft.Mode }, clock.Now());
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested) // not our code
            {
                Log.FilterFailed(logger, filter.GetType().Name, e);
            }
        }

        return draft;
    }
}
