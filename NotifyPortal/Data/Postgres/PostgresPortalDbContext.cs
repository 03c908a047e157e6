using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace NotifyPortal.Data.Postgres;

public sealed class PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options) : PortalDbContext(options)
{
    /// <summary>By code point, as SQLite orders and compares: what comes first must not depend on the server's language.</summary>
    private const string Collation = "C";

    /// <summary>The writer's, from the beginning of its turn on. The ORM forgets the transaction of a connection that was lost before it opens another.</summary>
    internal bool InTurn { get; set; }

    /// <inheritdoc/>
    internal override IPreparedSql Prepare(FormattableString sql) => new PostgresSql(this, sql.Format);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<string>().UseCollation(Collation);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.FindAnnotation(JsonColumn.Annotation)?.Value is string type)
            {
                property.SetColumnType(type);
                property.SetCollation(null);
            }

            if (property.GetComputedColumnSql() is not null)
            {
                property.SetIsStored(true); // there are no others before PostgreSQL 18
            }
        }
    }

    /// <summary>For <c>dotnet ef</c>.</summary>
    public sealed class Design : IDesignTimeDbContextFactory<PostgresPortalDbContext>
    {
        public PostgresPortalDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresPortalDbContext>()
                .UseNpgsql("Host=design")
                .EnableServiceProviderCaching(false) // the model is its own, whoever has made one in this process
                .UseApplicationServiceProvider(new ServiceCollection().Configure<IdentityOptions>(ConfigureStores).BuildServiceProvider())
                .Options);
    }
}
