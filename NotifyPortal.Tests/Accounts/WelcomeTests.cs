using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class WelcomeTests
{
    [Fact]
    public async Task A_store_that_cannot_say_whether_there_is_an_admin_is_asked_again_and_ends_nothing()
    {
        var store = new Refusing();
        await using var app = new PortalApp { Extend = services => services.AddSingleton(all => new FirstAdmin(store.Before(all), all.GetRequiredService<AccountLinks>(), all.GetRequiredService<IDataProtectionProvider>())) };
        var ending = false;
        app.UseKestrel(0);
        app.StartServer();
        await using var registration = app.Get<IHostApplicationLifetime>().ApplicationStopping.Register(() => ending = true);

        await Until.TrueAsync(() => store.Answered || ending, "it has been asked again");

        Assert.False(ending);
    }

    /// <summary>A store that is away when it is asked for the first time.</summary>
    private sealed class Refusing : IDbContextFactory<PortalDbContext>
    {
        private IDbContextFactory<PortalDbContext> store = null!;
        private int asked;

        public bool Answered => Volatile.Read(ref asked) > 1;

        public Refusing Before(IServiceProvider services)
        {
            store = services.GetRequiredService<IDbContextFactory<PortalDbContext>>();

            return this;
        }

        public PortalDbContext CreateDbContext() =>
            Interlocked.Increment(ref asked) == 1 ? throw new SqliteException("disk I/O error", 10) : store.CreateDbContext();
    }
}
