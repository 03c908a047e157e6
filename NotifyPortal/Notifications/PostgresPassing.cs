using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NotifyPortal.Data.Postgres;

namespace NotifyPortal.Notifications;

/// <summary>The table of <see cref="PassingStore"/>. Unlogged: a crash empties it, which is what the mode promises.</summary>
[DbContext(typeof(PostgresPortalDbContext))]
[Migration("30000101000003_Passing")]
internal sealed class PostgresPassing : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE UNLOGGED TABLE "Passing" ("Id" bigint PRIMARY KEY, "Content" json NOT NULL, "At" timestamptz NOT NULL);
        CREATE INDEX "IX_Passing_At" ON "Passing" ("At");
        """);
}
