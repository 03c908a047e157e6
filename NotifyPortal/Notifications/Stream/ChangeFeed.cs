using System.Data.Common;
using System.Runtime.CompilerServices;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Stream;

/// <summary>
/// What has changed for some recipients since a number. Signals only say that it is time to look: what is told comes from here, in the
/// order of commits, each once, whatever signals were lost, doubled or late. Streams that look at the same time are answered by one read.
/// </summary>
internal sealed class ChangeFeed(StoreReader store, NotificationPresenter presenter)
{
    /// <summary>More changes of state than this at once are not told one by one.</summary>
    public const int Limit = 100;

    /// <summary>So many are answered together: while the next are read, these are told.</summary>
    private const int Together = 500;

    private const string Found =
        $$"""
        SELECT {{NotificationRow.Columns}} FROM unnest({0}) AS id(value) CROSS JOIN "Notifications" AS n ON n."Id" = id.value {{NotificationRow.Joins}}
        WHERE n."RecipientId" IN (SELECT r."Id" FROM unnest({1}) AS one(value) CROSS JOIN "Recipients" AS r ON r."Address" = one.value)
        """;

    private readonly Lock gate = new();
    private readonly Queue<Look> waiting = [];
    private bool reading;

    /// <summary>The changes after the number, all of one moment: what commits meanwhile has a higher number than all it returns.</summary>
    /// <param name="counting">Whether the unread are to be counted, too: that takes longer the more there are.</param>
    public Task<ChangeBatch> ReadAsync(IReadOnlyList<string> addresses, long after, bool counting)
    {
        var look = new Look(addresses, after, counting);

        lock (gate)
        {
            waiting.Enqueue(look);

            if (reading)
            {
                return look.Answer.Task;
            }

            reading = true;
        }

        _ = Task.Run(AnswerAllAsync);

        return look.Answer.Task;
    }

    /// <summary>The rows of these recipients among the ids, ready to be told.</summary>
    public async Task<IReadOnlyDictionary<long, NotificationView>> FindAsync(
        IReadOnlyList<string> addresses, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<long, NotificationView>();
        }

        var rows = await store.ReadAsync(sql => sql.QueryAsync(
            FormattableStringFactory.Create(Found, ids, addresses), NotificationRow.Read, cancellationToken));

        return rows.Select(presenter.Present).ToDictionary(view => view.Id);
    }

    private async Task AnswerAllAsync()
    {
        while (Next() is { Count: > 0 } looks)
        {
            await AnswerAsync(looks);
        }
    }

    private List<Look> Next()
    {
        var next = new List<Look>();

        lock (gate)
        {
            while (next.Count < Together && waiting.TryDequeue(out var look))
            {
                next.Add(look);
            }

            reading = next.Count > 0;
        }

        return next;
    }

    private async Task AnswerAsync(List<Look> looks)
    {
        try
        {
            if (await store.ReadAsync(sql => ChangeQuery.ReadAsync(sql, looks, presenter)) is { } answers)
            {
                foreach (var (look, answer) in looks.Zip(answers))
                {
                    look.Answer.SetResult(answer);
                }

                return;
            }
        }
        catch (Exception e) when (e is DbException || looks.Count == 1) // it is told to those who asked
        {
            foreach (var look in looks)
            {
                look.Answer.SetException(e);
            }

            return;
        }
        catch (Exception) when (looks.Count > 1)
        {
            // One has a row that cannot be read: the others are not to suffer for it.
        }

        foreach (var look in looks)
        {
            await AnswerAsync([look]);
        }
    }
}

/// <summary>What a stream asks: for whom, after which number, and whether for the count of the unread.</summary>
internal sealed record Look(IReadOnlyList<string> Addresses, long After, bool Counting)
{
    public TaskCompletionSource<ChangeBatch> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
