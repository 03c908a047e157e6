using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>Two replicas that meet an empty server at once.</summary>
[Trait(TestDatabase.Trait, TestDatabase.Postgres)]
public sealed class StartingTogetherTests
{
    [Fact]
    public async Task One_makes_database_tables_and_demo_and_the_other_waits_for_it()
    {
        var server = await Servers.SharedPostgresAsync();
        string[] settings = ["--Database:Provider", "Postgres", "--Database:ConnectionString", server.ConnectionString("made_at_the_start"), "--Demo:Enabled", "true", "--Security:AllowHttp", "true"];

        var replicas = await Task.WhenAll(ServeAsync(), ServeAsync());

        Assert.All(replicas, replica => Assert.DoesNotContain("fail:", replica.Output, StringComparison.Ordinal));
        await using var db = new Npgsql.NpgsqlConnection($"{server.ConnectionString("made_at_the_start")};Pooling=false");
        await db.OpenAsync();
        await using var count = new Npgsql.NpgsqlCommand("""SELECT (SELECT count(*) FROM "AspNetUsers") = 3 AND (SELECT count(*) FROM "Activities" WHERE "SourceKey" IS NOT NULL) = (SELECT count(DISTINCT "SourceKey") FROM "Activities")""", db);
        Assert.Equal(true, await count.ExecuteScalarAsync());
        Array.ForEach(replicas, replica => replica.Dispose());

        Task<PortalProcess> ServeAsync() => PortalProcess.ServeAsync(settings);
    }
}
