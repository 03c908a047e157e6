using System.Diagnostics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>A disk of 40 MiB in memory, that can be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory directory = new();

    private SmallDisk() => Directory.CreateDirectory(Path);

    public string Path => directory["disk"];

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Null where that is not allowed, as in some containers.</summary>
    public static async Task<SmallDisk?> TryMountAsync()
    {
        var disk = new SmallDisk();

        if (await RunAsync("mount", ["-t", "tmpfs", "-o", "size=40m", "tmpfs", disk.Path]) == 0)
        {
            return disk;
        }

        disk.directory.Dispose();

        return null;
    }

    /// <summary>Somebody else takes all that is left.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create);
        var block = new byte[4096];

        try
        {
            while (true)
            {
                filler.Write(block);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        RunAsync("umount", ["-l", Path]).GetAwaiter().GetResult();
        directory.Dispose();
    }

    private static async Task<int> RunAsync(string command, string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync();

        return process.ExitCode;
    }
}
