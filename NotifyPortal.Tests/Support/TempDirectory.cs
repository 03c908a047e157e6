namespace NotifyPortal.Tests.Support;

/// <summary>A directory of the test's own; gone with it.</summary>
public sealed class TempDirectory : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("notifyportal-");

    public string this[string name] => Path.Combine(directory.FullName, name);

    public void Dispose() => directory.Delete(true);
}
