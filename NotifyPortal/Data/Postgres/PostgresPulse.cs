using System.Data.Common;
using Npgsql;

namespace NotifyPortal.Data.Postgres;

/// <summary>
/// Asks the server all the time whether it is there. One that accepts and does not answer costs each question its whole time-out, and a request
/// asks several: while the server is silent, none is asked.
/// </summary>
public sealed class PostgresPulse(PostgresDatabase database, ILogger<PostgresPulse> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(0.5);

    // A machine that has much to do is late, too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private volatile bool silent;

    public bool IsSilent => silent;

    /// <summary>A thread for each connection beside those that work: to give a question up the driver holds one, and all are given up at once.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + PostgresDatabase.PoolSize), completions);

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var source = NpgsqlDataSource.Create(database.PulseConnectionString);

        while (!stoppingToken.IsCancellationRequested)
        {
            var asking = AnswersAsync(source, stoppingToken);

            if (await Task.WhenAny(asking, Task.Delay(Patience, stoppingToken)) != asking)
            {
                Become(silent: true); // the driver takes longer to give up
            }

            Become(silent: !await asking);
            await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Become(bool silent)
    {
        if (silent != this.silent)
        {
            this.silent = silent;
            Log.ServerSilent(logger, silent);
        }
    }

    // One that refuses, or has lost a connection, has answered.
    private static async Task<bool> AnswersAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteNonQueryAsync(cancellationToken);

            return true;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (DbException e)
        {
            return e.InnerException is not TimeoutException;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
