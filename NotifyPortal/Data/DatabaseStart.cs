using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace NotifyPortal.Data;

/// <summary>Brings the database into being before anything is served; refuses what it cannot use, untouched.</summary>
public abstract class DatabaseStart(IDbContextFactory<PortalDbContext> contexts, IStartupValidator options)
{
    /// <param name="serving">The server's start. Commands work beside it.</param>
    /// <exception cref="StartupException">The setting at fault and what to do, in one line.</exception>
    /// <exception cref="OptionsValidationException">An option of any feature is out of range. Nothing was touched.</exception>
    public Task PrepareAsync(bool serving = false, CancellationToken cancellationToken = default)
    {
        // Takes longer than all that comes before it is needed, and asks the database nothing.
        var model = Task.Run(LearnModel, cancellationToken);
        options.Validate();

        return PrepareAsync(model, serving, cancellationToken);
    }

    /// <summary>For what only looks at the database: it must be there, and stays as it is, also when it is older than this version.</summary>
    /// <exception cref="StartupException">The setting at fault and what to do, in one line.</exception>
    public Task RequireExistingAsync(CancellationToken cancellationToken = default)
    {
        options.Validate();

        return RequireThereAsync(cancellationToken);
    }

    /// <summary>Waits until no other process is preparing this database, and has others wait until the answer is disposed of.</summary>
    public abstract Task<IAsyncDisposable?> AloneAsync(CancellationToken cancellationToken = default);

    /// <param name="model">Ends when the model is known.</param>
    protected abstract Task PrepareAsync(Task model, bool serving, CancellationToken cancellationToken);

    protected abstract Task RequireThereAsync(CancellationToken cancellationToken);

    protected Task<PortalDbContext> OpenAsync(CancellationToken cancellationToken) => contexts.CreateDbContextAsync(cancellationToken);

    private void LearnModel()
    {
        using var db = contexts.CreateDbContext();
        _ = db.Model;
    }
}
