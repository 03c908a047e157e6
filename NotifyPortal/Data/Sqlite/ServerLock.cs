namespace NotifyPortal.Data.Sqlite;

/// <summary>
/// One server per SQLite file: two would each hear only their own writes at once. The system lets go of the lock when the process ends,
/// however it ends. Commands do not take it.
/// </summary>
public sealed class ServerLock(SqliteFile file) : IDisposable
{
    private FileStream? held;

    /// <exception cref="StartupException">Another server has it.</exception>
    public void Take()
    {
        try
        {
            held ??= PrivateFile.Open(file.Path + ".lock", FileMode.OpenOrCreate);
        }
        catch (IOException e)
        {
            throw new StartupException($"Database:ConnectionString: another server already uses {file.Path}. Stop it, or give this one a file of its own.", e);
        }
    }

    public void Dispose() => held?.Dispose();
}
