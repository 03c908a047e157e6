using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>The calls to the disk that can fail.</summary>
internal enum DiskCall
{
    Open = 1,
    Read,
    Write,
    Truncate,
    Sync,
}

/// <summary>The files they fail on.</summary>
[Flags]
internal enum DiskFiles
{
    Database = 1,
    Log = 2,
    Index = 4,
    All = 7,
}

/// <summary>A disk under a portal that is slow, or fails, when it is told to: disk.c, compiled here and preloaded there.</summary>
internal sealed class FaultDisk : IDisposable
{
    /// <summary>What is returned in place of the call's result.</summary>
    public const int InputOutput = 5, AccessDenied = 13, TooManyFiles = 24, Full = 28;

    private const int Size = 4096;

    private readonly TempDirectory directory = new();
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor control;

    private FaultDisk()
    {
        File.WriteAllBytes(directory["control"], new byte[Size]);
        file = MemoryMappedFile.CreateFromFile(directory["control"], FileMode.Open);
        control = file.CreateViewAccessor();
    }

    /// <summary>Where what was written is written down.</summary>
    public string Record => directory["record"];

    /// <summary>What each sync takes more.</summary>
    public TimeSpan Delay
    {
        set => control.Write(0, (int)value.TotalMicroseconds);
    }

    /// <summary>How many calls have failed since they were told to.</summary>
    public int Failed => control.ReadInt32(24);

    public static async Task<FaultDisk> MakeAsync()
    {
        Needs.Tool(Needs.Compiler);
        var disk = new FaultDisk();
        using var compiler = Process.Start("cc", ["-O2", "-shared", "-fPIC", "-o", disk.directory["disk.so"], Path.Combine(AppContext.BaseDirectory, "Faults/disk.c")]);
        await compiler.WaitForExitAsync();
        Assert.Equal(0, compiler.ExitCode);

        return disk;
    }

    /// <summary>What a portal on this disk must be started with.</summary>
    public (string Name, string Value)[] Under(string database, bool recorded = false) =>
    [
        ("LD_PRELOAD", directory["disk.so"]), ("DISK_FILE", database), ("DISK_CONTROL", directory["control"]), .. recorded ? [("DISK_RECORD", Record)] : Array.Empty<(string, string)>(),
    ];

    /// <summary>From now on this call fails, after <paramref name="skip"/> that do not, so many times.</summary>
    public void Fail(DiskCall call, DiskFiles files, int error, int skip = 0, int times = 1)
    {
        control.Write(4, 0); // the call last: it is what makes the rest count
        control.Write(8, (int)files);
        control.Write(12, error);
        control.Write(16, skip);
        control.Write(20, times);
        control.Write(24, 0);
        control.Write(4, (int)call);
    }

    public void Heal() => control.Write(4, 0);

    public void Dispose()
    {
        control.Dispose();
        file.Dispose();
        directory.Dispose();
    }
}
