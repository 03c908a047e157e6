using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Data.Postgres;
using NotifyPortal.Data.Sqlite;

namespace NotifyPortal.Tests.Support;

/// <summary>The real portal on a database file of its own, without demo data. Dispose removes both.</summary>
public sealed class PortalApp : WebApplicationFactory<Program>
{
    public const string Password = "Correct-horse-7!";

    private readonly Dictionary<string, string?> settings = [];
    private readonly DirectoryInfo directory;
    private bool keeping;

    private PortalApp(PortalApp former)
    {
        (settings, directory, Database) = (former.settings, former.directory, former.Database);
        (Clock, Extend, Serves) = (former.Clock, former.Extend, former.Serves);
    }

    /// <param name="settings">What differs; with <c>Database:Provider</c> the engine does.</param>
    public PortalApp(params (string Key, string? Value)[] settings)
    {
        directory = Directory.CreateTempSubdirectory("notifyportal-");
        var engine = settings.LastOrDefault(s => s.Key == "Database:Provider").Value ?? (TestDatabase.OnPostgres ? TestDatabase.Postgres : TestDatabase.Sqlite);
        Database = TestDatabase.In(directory.FullName, postgres: engine == TestDatabase.Postgres);
        this.settings["Demo:Enabled"] = "false";
        this.settings["Logging:Console:LogLevel:Default"] = "None";

        foreach (var (key, value) in settings)
        {
            this.settings[key] = value;
        }
    }

    /// <summary>The clock the portal goes by, when one was given.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Adds to the portal's services, as a developer who builds on it does.</summary>
    public Action<IServiceCollection>? Extend { get; init; }

    /// <summary>Answers requests. Half of a portal's start is for them, and most tests ask its services only.</summary>
    public bool Serves { get; init; } = true;

    public TestDatabase Database { get; }

    /// <summary>Stops it; the answer is the portal started again on the same files.</summary>
    public async Task<PortalApp> RestartAsync()
    {
        keeping = true;
        await DisposeAsync();

        return new PortalApp(this);
    }

    /// <summary>Another replica on the same database, as long as this one has not been disposed of.</summary>
    /// <param name="extend">Adds to its services, in place of what this one's adds.</param>
    public PortalApp AddReplica(Action<IServiceCollection>? extend = null) => new(this) { keeping = true, Extend = extend ?? Extend };

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>An account, active and with a confirmed address: <c>alice</c> is <c>alice@example.org</c>, shown as "Alice".</summary>
    public async Task<PortalUser> AddUserAsync(string name, params string[] roles)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        var user = new PortalUser
        {
            UserName = $"{name}@example.org",
            Email = $"{name}@example.org",
            EmailConfirmed = true,
            DisplayName = char.ToUpperInvariant(name[0]) + name[1..],
            CreatedAt = Clock.GetUtcNow(),
        };
        Check(await users.CreateAsync(user, Password));

        foreach (var role in roles)
        {
            await EnsureRoleAsync(scope.ServiceProvider, role);
            Check(await users.AddToRoleAsync(user, role));
        }

        return user;
    }

    /// <summary>An account without a password: hashing one costs more than most tests.</summary>
    public async Task<PortalUser> AddPersonAsync(string name)
    {
        var email = $"{name}@example.org";
        var user = new PortalUser
        {
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            DisplayName = char.ToUpperInvariant(name[0]) + name[1..],
            SecurityStamp = Guid.NewGuid().ToString(),
            CreatedAt = Clock.Now(),
        };
        await Get<StoreWriter>().WriteAsync((db, _) =>
        {
            db.Add(user);

            return Task.CompletedTask;
        });

        return user;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        Database.Provide();
        builder.UseEnvironment("Development");

        foreach (var (key, value) in Database.Settings)
        {
            builder.UseSetting(key, value);
        }

        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services =>
        {
            services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1)); // open circuits would hold the end for 30 s
            services.Replace(ServiceDescriptor.Singleton(Clock));

            if (!Serves)
            {
                services.AddSingleton<IStartupFilter, NoPipeline>();
            }

            Extend?.Invoke(services);
            services.ConfigureDbContext<SqlitePortalDbContext>(o => o.AddInterceptors(new StatementCount.Interceptor()), ServiceLifetime.Singleton);
            services.ConfigureDbContext<PostgresPortalDbContext>(o => o.AddInterceptors(new StatementCount.Interceptor()), ServiceLifetime.Singleton);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);

        if (disposing && !keeping && directory.Exists)
        {
            Database.Drop();
            Delete();
        }
    }

    // A question still on its way when the host stopped may open the file once more while it goes; what remains then is a temporary directory's business.
    private void Delete()
    {
        try
        {
            directory.Delete(true);
        }
        catch (IOException)
        {
        }
    }

    private static async Task EnsureRoleAsync(IServiceProvider services, string role)
    {
        var roles = services.GetRequiredService<RoleManager<IdentityRole>>();

        if (!await roles.RoleExistsAsync(role))
        {
            Check(await roles.CreateAsync(new IdentityRole(role)));
        }
    }

    private static void Check(IdentityResult result) =>
        Assert.True(result.Succeeded, string.Join(", ", result.Errors.Select(e => e.Description)));

    private sealed class NoPipeline : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => _ => { };
    }
}
