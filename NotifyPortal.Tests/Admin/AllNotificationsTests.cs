using Microsoft.EntityFrameworkCore;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Admin;

public sealed class AllNotificationsTests : PortalTest
{
    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    public async Task A_page_of_everybodys_sorts_nothing()
    {
        var plan = await QueryAsync(db =>
        {
            var page = db.Set<Notification>().Where(n => n.Mode == NotificationMode.Queued).OrderByDescending(n => n.Position).Take(26);
            var sql = "EXPLAIN QUERY PLAN " + page.ToQueryString().Split('\n').SkipWhile(line => line.StartsWith('.')).Aggregate((a, b) => $"{a} {b}").Replace("@p", "26", StringComparison.Ordinal);

            return db.Database.SqlQueryRaw<Step>(sql).ToListAsync();
        });

        Assert.DoesNotContain(plan, step => step.Detail.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    public sealed record Step(int Id, int Parent, string Detail);
}
