using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NotifyPortal.Data.Postgres;

namespace NotifyPortal.Notifications;

/// <summary>
/// Has the database itself note what changed beside the rows of recipients (those have numbers): which pages are to read again, and whose
/// change it was. Replicas look there every two seconds, so that a signal that was lost heals, and what a command changes is seen.
/// </summary>
[DbContext(typeof(PostgresPortalDbContext))]
[Migration("30000101000002_Touches")]
internal sealed class PostgresTouches : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Unlogged: after a crash it is empty, and everybody reads again anyway.
        migrationBuilder.Sql(
            """
            CREATE UNLOGGED TABLE "Touched" (
                "Number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "Topic" text NOT NULL,
                "By" text NOT NULL DEFAULT current_setting('application_name'), "At" timestamptz NOT NULL DEFAULT clock_timestamp());
            CREATE INDEX "IX_Touched_At" ON "Touched" ("At");

            CREATE FUNCTION "Touch"() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                DELETE FROM "Touched" WHERE "Number" IN (SELECT "Number" FROM "Touched" WHERE "At" < now() - interval '10 minutes' FOR UPDATE SKIP LOCKED);
                INSERT INTO "Touched" ("Topic") VALUES (TG_ARGV[0]);
                RETURN NULL;
            END $$;

            CREATE FUNCTION "Touch_User"() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO "Touched" ("Topic") SELECT 'user:' || (to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[0]);
                RETURN NULL;
            END $$;
            """);

        foreach (var (table, changes) in new[]
        {
            ("Modules", "INSERT OR UPDATE OR DELETE"), ("Settings", "INSERT OR UPDATE OR DELETE"), ("RequiredTypes", "INSERT OR UPDATE OR DELETE"),
            ("ApiKeys", """UPDATE OF "RevokedAt" OR DELETE"""),
        })
        {
            migrationBuilder.Sql($"""CREATE TRIGGER "Touch" AFTER {changes} ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION "Touch"('everyone')""");
        }

        foreach (var (table, changes) in new[] { ("AspNetUsers", "INSERT OR UPDATE OR DELETE"), ("AspNetUserRoles", "INSERT OR DELETE"), ("ApiKeys", "INSERT") })
        {
            migrationBuilder.Sql($"""CREATE TRIGGER "Touch_Admins" AFTER {changes} ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION "Touch"('admins')""");
        }

        foreach (var (table, changes, key, when) in new[]
        {
            ("Preferences", "INSERT OR UPDATE OR DELETE", "UserId", ""), ("TopicSubscriptions", "INSERT OR DELETE", "UserId", ""), ("AspNetUserRoles", "INSERT OR DELETE", "UserId", ""),
            ("SignIns", "UPDATE", "UserId", """WHEN (NEW."EndedAt" IS DISTINCT FROM OLD."EndedAt")"""),
            ("AspNetUsers", "UPDATE", "Id", """WHEN ((NEW."DisplayName", NEW."Email", NEW."DeactivatedAt", NEW."GitHubLogin") IS DISTINCT FROM (OLD."DisplayName", OLD."Email", OLD."DeactivatedAt", OLD."GitHubLogin"))"""),
        })
        {
            migrationBuilder.Sql($"""CREATE TRIGGER "Touch_User" AFTER {changes} ON "{table}" FOR EACH ROW {when} EXECUTE FUNCTION "Touch_User"('{key}')""");
        }
    }
}
