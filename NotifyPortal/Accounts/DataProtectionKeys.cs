using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>
/// The keys of cookies and one-time links, in a directory beside the database: a restart signs nobody out, and a link made on the
/// command line is good in the server.
/// </summary>
internal static class DataProtectionKeys
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("NotifyPortal");
        builder.Services.AddOptions<KeyManagementOptions>().Configure<SqliteFile, ILoggerFactory>((keys, file, loggers) =>
            keys.XmlRepository = new FileSystemXmlRepository(Create(Path.Combine(Path.GetDirectoryName(file.Path)!, "keys")), loggers));
        // It warns at each new key that files are not encrypted: they are as private as the database beside them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }

    private static DirectoryInfo Create(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
