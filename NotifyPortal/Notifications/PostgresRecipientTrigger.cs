using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NotifyPortal.Data.Postgres;

namespace NotifyPortal.Notifications;

/// <inheritdoc cref="SqliteRecipientTrigger"/>
[DbContext(typeof(PostgresPortalDbContext))]
[Migration("30000101000001_RecipientTrigger")]
internal sealed class PostgresRecipientTrigger : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE FUNCTION "Recipient_OfUser"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO "Recipients" ("Address", "UserId") VALUES (NEW."Id", NEW."Id");
            RETURN NULL;
        END $$;
        CREATE TRIGGER "Recipient_OfUser" AFTER INSERT ON "AspNetUsers" FOR EACH ROW EXECUTE FUNCTION "Recipient_OfUser"();
        """);
}
