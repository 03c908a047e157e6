using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NotifyPortal.Data.Postgres;

namespace NotifyPortal.Notifications;

/// <summary>The table of <see cref="Connections"/>. Unlogged: after a crash every replica says it anew.</summary>
[DbContext(typeof(PostgresPortalDbContext))]
[Migration("30000101000004_Replicas")]
internal sealed class PostgresReplicas : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """CREATE UNLOGGED TABLE "Replicas" ("Name" text PRIMARY KEY, "Pages" integer NOT NULL, "Streams" integer NOT NULL, "At" timestamptz NOT NULL)""");
}
