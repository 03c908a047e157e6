using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Data;
using NotifyPortal.Data.Postgres;
using NotifyPortal.Data.Sqlite;

namespace NotifyPortal.Tests.Support;

/// <summary>Engines of a test's own on a portal's database, to break them.</summary>
internal static class StoreEngines
{
    public static IStoreEngine EngineWith(this PortalApp app, params IInterceptor[] interceptors) =>
        app.Services.GetService<PostgresDatabase>() is { } postgres
            ? new PostgresEngine(new DbContextOptionsBuilder<PostgresPortalDbContext>()
                .UseNpgsql(postgres.Source, npgsql => npgsql.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies))).AddInterceptors(interceptors).Options)
            : new SqliteEngine(
                new DbContextOptionsBuilder<SqlitePortalDbContext>().UseSqlite($"Data Source={app.Database.File};Pooling=False").AddInterceptors(interceptors).Options,
                app.Get<SqliteLog>(), app.Get<DiskReserve>());
}

/// <summary>A store's refusal after which nothing is known: an I/O error, a connection that broke.</summary>
internal sealed class BrokenStoreException() : DbException("The store broke.");
