namespace NotifyPortal.Data;

/// <summary>Files that hold what people were told.</summary>
internal static class PrivateFile
{
    /// <summary>Opens a file that is nobody else's: not while it is open, and not to be read by other users.</summary>
    /// <param name="size">So much of the disk it takes at once.</param>
    public static FileStream Open(string path, FileMode mode, long size = 0)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, PreallocationSize = size };

        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
