using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications;

/// <summary>
/// The badge's number for live components. One signal wakes several of them on each of a user's pages, and all ask the same: it is read
/// once. Whoever asks after a signal is told what was read after that signal, never what was read before it.
/// </summary>
public sealed class UnreadCounts(Inboxes inboxes)
{
    // Goes with the signal; so there is nothing to put away, and nothing that could be old.
    private readonly ConditionalWeakTable<LiveEvent, ConcurrentDictionary<string, Lazy<Task<int>>>> answers = [];

    /// <param name="signals">What was heard; after none, or one that stands for any, it is read anew.</param>
    public Task<int> CountAsync(string userId, IReadOnlyList<LiveEvent> signals, CancellationToken cancellationToken)
    {
        if (signals.Count == 0 || ReferenceEquals(signals[^1], LiveEvent.Resync))
        {
            return inboxes.Of(userId).CountUnreadAsync(cancellationToken);
        }

        // Without the asker's token: another one may be waiting for the same answer.
        return answers.GetOrCreateValue(signals[^1])
            .GetOrAdd(userId, static (user, all) => new Lazy<Task<int>>(() => all.Of(user).CountUnreadAsync()), inboxes).Value;
    }
}
