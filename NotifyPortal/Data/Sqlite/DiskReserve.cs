using Microsoft.Data.Sqlite;

namespace NotifyPortal.Data.Sqlite;

/// <summary>
/// Room on the disk for what must go on when it is full: signing in, marking, deleting. A file of 8 MiB stands beside the database; when a
/// write finds no room the file goes, and nothing new is taken in until there is room for both again.
/// </summary>
public sealed class DiskReserve(SqliteFile file, TimeProvider clock, ILogger<DiskReserve> logger)
{
    internal const int Size = 8 * 1024 * 1024;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock looking = new();
    private volatile bool spent;
    private long lookedAt;

    /// <summary>True while the disk is full; looks whether it still is, at most once a second.</summary>
    public bool IsSpent
    {
        get
        {
            if (!spent || !looking.TryEnter())
            {
                return spent;
            }

            try
            {
                if (clock.GetElapsedTime(lookedAt) >= LookEvery)
                {
                    Keep();
                }

                return spent;
            }
            finally
            {
                looking.Exit();
            }
        }
    }

    private string Path => file.Path + ".reserve";

    /// <summary>Puts the file there if there is room for twice as much.</summary>
    internal void Keep()
    {
        lookedAt = clock.GetTimestamp();
        var full = !TryReserve();

        if (full != spent)
        {
            Log.DiskFull(logger, full);
        }

        spent = full;
    }

    /// <summary>A write was refused; if for want of room, the file gives its own.</summary>
    internal void SpendFor(Exception refusal)
    {
        // An index that cannot grow is an I/O error to SQLite, whatever the reason.
        if (spent || refusal is not SqliteException e || (e.SqliteErrorCode != SQLitePCL.raw.SQLITE_FULL && Free() >= Size))
        {
            return;
        }

        (lookedAt, spent) = (clock.GetTimestamp(), true);
        File.Delete(Path);
        Log.DiskFull(logger, true);
    }

    private bool TryReserve()
    {
        try
        {
            if (File.Exists(Path) && new FileInfo(Path).Length == Size)
            {
                return true;
            }

            if (Free() < 2 * Size)
            {
                return false;
            }

            using var reserve = PrivateFile.Open(Path, FileMode.Create, Size);
            reserve.SetLength(Size);

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private long Free() => new DriveInfo(System.IO.Path.GetDirectoryName(file.Path)!).AvailableFreeSpace;
}
