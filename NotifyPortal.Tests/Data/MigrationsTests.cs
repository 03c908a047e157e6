using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using NotifyPortal.Data;
using NotifyPortal.Data.Postgres;
using NotifyPortal.Data.Sqlite;

namespace NotifyPortal.Tests.Data;

/// <summary>Each engine's migrations make what the model says.</summary>
public sealed class MigrationsTests
{
    [Fact]
    public void Of_SQLite_none_is_missing() => Assert.False(HasChanged(new SqlitePortalDbContext.Design()));

    [Fact]
    public void Of_PostgreSQL_none_is_missing() => Assert.False(HasChanged(new PostgresPortalDbContext.Design()));

    private static bool HasChanged<T>(IDesignTimeDbContextFactory<T> design) where T : PortalDbContext
    {
        using var db = design.CreateDbContext([]);

        return db.Database.HasPendingModelChanges();
    }
}
