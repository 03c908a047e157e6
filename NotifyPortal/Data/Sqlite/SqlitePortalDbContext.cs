using System.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace NotifyPortal.Data.Sqlite;

public sealed class SqlitePortalDbContext(DbContextOptions<SqlitePortalDbContext> options) : PortalDbContext(options)
{
    /// <inheritdoc/>
    internal override IPreparedSql Prepare(FormattableString sql)
    {
        var connection = (SqliteConnection)Database.GetDbConnection();

        if (connection.State != ConnectionState.Open)
        {
            Database.OpenConnection();
        }

        return new SqliteSql(SqliteBinding.HandleOf(connection), sql);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();

    /// <summary>For <c>dotnet ef</c>.</summary>
    public sealed class Design : IDesignTimeDbContextFactory<SqlitePortalDbContext>
    {
        public SqlitePortalDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqlitePortalDbContext>()
                .UseSqlite("Data Source=design.db")
                .EnableServiceProviderCaching(false) // the model is its own, whoever has made one in this process
                .UseApplicationServiceProvider(new ServiceCollection().Configure<IdentityOptions>(ConfigureStores).BuildServiceProvider())
                .Options);
    }
}
