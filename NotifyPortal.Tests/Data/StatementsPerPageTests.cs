using System.Reflection;
using Microsoft.AspNetCore.Components;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Topics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

/// <summary>What each page and each list of the API asks the store, with ten rows and with a hundred: a question for each row turns this red.</summary>
public sealed class StatementsPerPageTests(StatementsPerPageTests.FilledPortal portal) : IClassFixture<StatementsPerPageTests.FilledPortal>
{
    public static readonly TheoryData<string, int> Pages = new()
    {
        { "/", 10 },
        { "/notifications?limit=100", 11 },
        { "/notifications?limit=100&type=posts&status=unread", 12 },
        { "/notifications/preferences", 10 },
        { "/docs", 5 },
        { "/admin/notifications", 20 },
        { "/admin/notifications/1", 21 },
        { "/admin/modules", 8 },
        { "/admin/activity", 7 },
        { "/admin/users", 8 },
        { "/admin/keys", 6 },
        { "/admin/topics", 6 },
        { "/admin/types", 6 },
        { "/admin/settings", 6 },
        { "/admin/skipped", 8 },
        { "/Account/Manage", 1 },
        { "/api/v1/inbox?limit=100", 2 },
        { "/api/v1/inbox?limit=100&type=posts&dismissed=include", 3 },
        { "/api/v1/inbox/unread-count", 1 },
        { "/api/v1/preferences", 2 },
        { "/api/v1/topics/subscriptions", 1 },
        { "/api/v1/notifications/1", 6 },
        { "/api/v1/admin/stats", 5 },
        { "/api/v1/admin/notifications?limit=100", 4 },
        { "/api/v1/admin/activities?limit=100", 2 },
        { "/api/v1/admin/modules", 1 },
        { "/api/v1/admin/topics/blog/subscribers?limit=100", 3 },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_asks_as_much_for_a_hundred_rows_as_for_ten(string path, int statements) =>
        Assert.Equal((statements + OfReplicas(path), statements + OfReplicas(path)), (portal.Few[path].Count, portal.Many[path].Count));

    // How many pages and streams are open, PostgreSQL is asked: there may be others beside this one.
    private static int OfReplicas(string path) => TestDatabase.OnPostgres && path is ("/admin/notifications" or "/api/v1/admin/stats") ? 1 : 0;

    [Fact]
    public void Every_page_has_its_row() => Assert.Empty(typeof(Page).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template.Replace("{MessageId:long}", "1", StringComparison.Ordinal))
        .Where(path => !path.StartsWith("/Account", StringComparison.Ordinal) && path is not ("/error" or "/not-found"))
        .Except(Pages.Select(row => row.Data.Item1.Split('?')[0])));

    /// <summary>A portal with ten of everything; then with a hundred. What each page asked is noted.</summary>
    public sealed class FilledPortal : IAsyncLifetime
    {
        private readonly PortalApp app = new() { Clock = new TestClock { Frozen = true } };
        private PortalUser root = default!;

        public Dictionary<string, IReadOnlyList<string>> Few { get; } = [];

        public Dictionary<string, IReadOnlyList<string>> Many { get; } = [];

        public async ValueTask InitializeAsync()
        {
            app.Server.PreserveExecutionContext = true; // so that a request's statements are told from others
            root = await app.AddUserAsync("root", "Admin");
            await app.MuteAsync(root, "comments");
            await FillAsync(0, 10);
            await AskAsync(Few);
            await FillAsync(10, 100);
            await AskAsync(Many);
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();

        private async Task FillAsync(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                var person = await app.AddPersonAsync($"person-{i}");
                await app.Get<NotificationService>().CreateAsync(root.Id, new NotificationDraft { Title = $"Post {i}", Type = "posts", Actor = new Actor(person.Id, "P") });
                await app.Get<NotificationService>().CreateAsync(root.Id, new NotificationDraft { Title = $"Comment {i}", Type = "comments" });
                await app.Get<ActivityLog>().RecordAsync(new ActivityDraft("post.shared") { Actor = new Actor(person.Id, "P"), TargetId = root.Id, TargetName = "Root" });
                await app.Get<KeyService>().CreateAsync(new KeyDraft($"Key {i}", ["inbox:read"], person.Id, null), new InputErrors(), new Actor(null, "test"));
                await app.Get<Topics>().SubscribeAsync(person.Id, "blog");
                await app.Get<Topics>().SubscribeAsync(root.Id, $"topic-{i}");
                await app.Get<SignInStore>().BeginAsync(root, "Test", null);
            }
        }

        private async Task AskAsync(Dictionary<string, IReadOnlyList<string>> asked)
        {
            using var client = app.CreateClient();
            client.DefaultRequestHeaders.Add("Cookie", await CookieFor.UserAsync(app, root));

            foreach (var path in Pages.Select(row => row.Data.Item1))
            {
                Assert.True((await client.GetAsync(path)).IsSuccessStatusCode, path); // what is read once and kept is not the page's
                using var count = new StatementCount();
                await (await client.GetAsync(path)).Content.ReadAsStringAsync();
                asked[path] = count.Statements;
            }
        }
    }
}
