using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>
/// The keys of cookies, one-time links and the state of pages, in the database: a restart signs nobody out, a link made on the command line is
/// good in the server, and what one replica has sealed another opens.
/// </summary>
internal sealed class DataProtectionKeys(IDbContextFactory<PortalDbContext> contexts) : IXmlRepository
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("NotifyPortal");
        builder.Services.AddSingleton<DataProtectionKeys>();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys>((options, keys) => options.XmlRepository = keys);
        // It warns at each new key that it is not encrypted: it is as private as what it protects, in the same database.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();

        return [.. db.Set<DataProtectionKey>().OrderBy(key => key.Id).Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    // Not through the writer's lane: the framework asks for it in the middle of anything, and waits.
    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.Add(new DataProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
