namespace NotifyPortal.Data;

/// <summary>A write in the lane. Its work runs within a savepoint, so that what goes wrong in it takes nothing else along.</summary>
internal abstract class WaitingWrite
{
    private readonly ExecutionContext? flow = ExecutionContext.Capture();

    /// <param name="first">None has run before it in this transaction.</param>
    /// <param name="last">It will not be tried again.</param>
    /// <returns>False: its locks crossed somebody else's, and the transaction is to be done again.</returns>
    /// <exception cref="System.Data.Common.DbException">The store refused: the whole transaction is lost.</exception>
    public async Task<bool> RunAsync(PortalDbContext db, bool first, bool last)
    {
        Refuse(null); // what it may have met before
        await db.Sql.ExecuteAsync(first ? $"SAVEPOINT work" : (FormattableString)$"RELEASE work; SAVEPOINT work", CancellationToken.None); // the last is the commit's to release

        try
        {
            await RunInFlowAsync(db);
        }
        catch (Exception e) when (!last && StoreFault.In(e) is { } fault && StoreFault.IsCrossing(fault))
        {
            return false;
        }
        catch (Exception e) when (StoreFault.In(e) is not { } fault || StoreFault.EndsStatementOnly(fault))
        {
            await db.Sql.ExecuteAsync($"ROLLBACK TO work", CancellationToken.None); // first: where that fails, it was the store after all
            Refuse(StoreFault.In(e) ?? e); // the one kind callers need to know, whichever way the statement went
        }
        finally
        {
            db.ChangeTracker.Clear();
        }

        return true;
    }

    /// <summary>It was not stored; null: nothing has been said against it yet.</summary>
    public abstract void Refuse(Exception? exception);

    /// <summary>Tells the caller how it ended.</summary>
    public abstract void Answer();

    protected abstract Task DoAsync(PortalDbContext db);

    // In the caller's flow, not in the lane's: what is logged or counted within belongs to the caller.
    private Task RunInFlowAsync(PortalDbContext db)
    {
        if (flow is null)
        {
            return DoAsync(db);
        }

        var doing = Task.CompletedTask;
        ExecutionContext.Run(flow, _ => doing = DoAsync(db), null);

        return doing;
    }
}

/// <inheritdoc cref="WaitingWrite"/>
internal sealed class WaitingWrite<T>(Func<PortalDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken) : WaitingWrite
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;
    private Exception? refusal;

    /// <summary>Ends after the commit.</summary>
    public Task<T> Done => done.Task;

    public override void Refuse(Exception? exception) => refusal = exception is null ? null : refusal ?? exception;

    public override void Answer()
    {
        if (refusal is OperationCanceledException canceled)
        {
            done.TrySetCanceled(canceled.CancellationToken);
        }
        else if (refusal is not null)
        {
            done.TrySetException(refusal);
        }
        else
        {
            done.TrySetResult(result);
        }
    }

    protected override async Task DoAsync(PortalDbContext db)
    {
        cancellationToken.ThrowIfCancellationRequested();
        result = await work(db, cancellationToken);

        if (db.ChangeTracker.HasChanges())
        {
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
