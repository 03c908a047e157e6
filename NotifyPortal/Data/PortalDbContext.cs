using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;

namespace NotifyPortal.Data;

/// <summary>The one model; each engine has a sealed context of its own beneath it, with its own migrations. Entities are mapped by their features.</summary>
public abstract class PortalDbContext(DbContextOptions options) : IdentityDbContext<PortalUser>(options)
{
    private Sql? sql;

    /// <summary>Identity reads the schema version from the application's services; design time and run time must agree, or passkeys have no table.</summary>
    public static void ConfigureStores(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

    /// <inheritdoc cref="Data.Sql"/>
    internal Sql Sql => sql ??= new Sql(this);

    /// <summary>Makes statements by hand ready for the engine beneath; the connection is open, or gets opened.</summary>
    internal abstract IPreparedSql Prepare(FormattableString sql);

    public override void Dispose()
    {
        sql?.Dispose(); // before the connection, which is not closed while it has statements
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    public override ValueTask DisposeAsync()
    {
        sql?.Dispose();
        GC.SuppressFinalize(this);

        return base.DisposeAsync();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PortalDbContext).Assembly);
    }
}
