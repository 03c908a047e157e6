using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;

namespace NotifyPortal.Notifications;

/// <summary>Gives every account its number as a recipient when it is made, whoever makes it: so that telling somebody never has to look for one first.</summary>
/// <remarks>Stands beside the generated migrations, and after them. One that rebuilds the accounts' table must make it again; <c>verify</c> finds who has none.</remarks>
[DbContext(typeof(SqlitePortalDbContext))]
[Migration("30000101000001_RecipientTrigger")]
internal sealed class SqliteRecipientTrigger : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE TRIGGER "Recipient_OfUser" AFTER INSERT ON "AspNetUsers"
        BEGIN
            INSERT INTO "Recipients" ("Address", "UserId") VALUES (NEW."Id", NEW."Id");
        END;
        """);
}
