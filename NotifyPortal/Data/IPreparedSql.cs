namespace NotifyPortal.Data;

/// <summary>A text's statements, as the engine wants them; values come with each run.</summary>
internal interface IPreparedSql : IDisposable
{
    /// <summary>Runs them all, one after the other.</summary>
    /// <returns>How many rows were changed.</returns>
    ValueTask<int> ExecuteAsync(FormattableString values, CancellationToken cancellationToken);

    /// <summary>The same for one that inserts a row.</summary>
    /// <returns>The row's id.</returns>
    ValueTask<long> InsertAsync(FormattableString values, CancellationToken cancellationToken);

    /// <summary>The same for those that answer with rows.</summary>
    ValueTask<List<T>> QueryAsync<T>(FormattableString values, Func<SqlRow, T> row, CancellationToken cancellationToken);
}
