namespace NotifyPortal.Data;

/// <summary>A write in the lane.</summary>
internal abstract class WaitingWrite(CancellationToken patience)
{
    private readonly ExecutionContext? flow = ExecutionContext.Capture();

    /// <summary>Ends when the caller waits no more.</summary>
    protected CancellationToken Patience { get; } = patience;

    /// <param name="guarded">Within a savepoint, so that what goes wrong in it takes nothing else along. Without one it is faster: no copies are kept of what it changes.</param>
    /// <param name="last">It will not be tried again.</param>
    /// <returns>False: it went wrong unguarded, or its locks crossed somebody else's, and the whole transaction is to be done again, guarded.</returns>
    /// <exception cref="System.Data.Common.DbException">The store refused: the whole transaction is lost.</exception>
    public async Task<bool> RunAsync(PortalDbContext db, bool guarded, bool last)
    {
        Refuse(null); // what it may have met before

        if (Patience.IsCancellationRequested)
        {
            Refuse(new OperationCanceledException(Patience));

            return true;
        }

        if (guarded)
        {
            await db.Sql.ExecuteAsync($"SAVEPOINT work", CancellationToken.None);
        }

        try
        {
            await RunInFlowAsync(db);

            if (guarded)
            {
                await db.Sql.ExecuteAsync($"RELEASE work", CancellationToken.None);
            }
        }
        catch (Exception e) when (guarded ? !last && IsCrossing(e) : IsOwn(e) || IsCrossing(e))
        {
            return false;
        }
        catch (Exception e) when (guarded && IsOwn(e))
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

    // Not the store's: what was done before it still stands.
    private static bool IsOwn(Exception e) => StoreFault.In(e) is not { } fault || StoreFault.EndsStatementOnly(fault);

    private static bool IsCrossing(Exception e) => StoreFault.In(e) is { } fault && StoreFault.IsCrossing(fault);

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
internal sealed class WaitingWrite<T>(Func<PortalDbContext, CancellationToken, Task<T>> work, CancellationToken patience) : WaitingWrite(patience)
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
        result = await work(db, Patience);

        if (db.ChangeTracker.HasChanges())
        {
            await db.SaveChangesAsync(Patience);
        }
    }
}
