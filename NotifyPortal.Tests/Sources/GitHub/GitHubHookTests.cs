using System.Text;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Sources.GitHub;

/// <summary>The endpoint over real HTTP: who may deliver, and what is taken.</summary>
public sealed class GitHubHookTests(GitHubHookTests.Portal portal) : IClassFixture<GitHubHookTests.Portal>
{
    private const string Body = """{"zen":"Keep it logically awesome."}""";

    [Fact]
    public void A_signature_is_what_GitHub_s_own_documentation_says() =>
        Assert.Equal("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", Delivering.Sign("Hello, World!"));

    [Fact]
    public async Task Every_recorded_delivery_is_accepted_and_none_whose_body_differs_by_one_byte()
    {
        using var client = portal.Client();

        foreach (var (name, delivery) in Recorded.All())
        {
            var body = delivery.ToJsonString();
            var other = string.Concat(body.AsSpan(0, body.Length - 1), " }"); // the same JSON

            using var taken = await client.DeliverAsync(name, body);
            using var refused = await client.SendAsync(Delivering.Request(name, other, Delivering.Sign(body)));

            Assert.True((202, 401) == ((int)taken.StatusCode, (int)refused.StatusCode), $"{name}: {taken.StatusCode}, {refused.StatusCode} for {body}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d")]
    public async Task Without_the_right_signature_nothing_is_taken(string? signature)
    {
        using var client = portal.Client();

        await client.SendAsync(Delivering.Request("ping", Body, signature)).ProblemAsync(401);
    }

    [Fact]
    public async Task Another_secret_s_signature_is_refused()
    {
        using var client = portal.Client();

        await client.SendAsync(Delivering.Request("ping", Body, Delivering.Sign(Body, "another"))).ProblemAsync(401);
    }

    [Fact]
    public async Task Neither_cookie_nor_key_stands_in_for_the_signature()
    {
        using var browser = await portal.WithCookieAsync(portal.Root);
        using var program = await portal.WithKeyAsync(NotifyPortal.Api.Scopes.Admin);

        await browser.SendAsync(Delivering.Request("ping", Body, null)).ProblemAsync(401);
        await program.SendAsync(Delivering.Request("ping", Body, null)).ProblemAsync(401);
    }

    [Fact]
    public async Task Where_it_comes_from_means_nothing()
    {
        using var client = portal.Client(("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"));

        using var response = await client.DeliverAsync("ping", Body);

        Assert.Equal(202, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("never_heard_of")]
    public async Task What_nobody_waits_for_is_accepted(string name)
    {
        using var client = portal.Client();

        using var response = await client.DeliverAsync(name, Body);

        Assert.Equal(202, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("""{"action":"opened"}""")]
    [InlineData("""{"action":7,"sender":[],"repository":"x","issue":null}""")]
    [InlineData("""{"action":"opened","sender":{"login":{}},"repository":{"full_name":1},"issue":{"number":"x","assignees":{}}}""")]
    [InlineData("""{"action":"opened","sender":{"login":"a"},"repository":{"full_name":"b"},"issue":{"number":1}}""")]
    [InlineData("""[{"action":"opened"}]""")]
    [InlineData("""{"action":"completed","sender":{"login":"a"},"check_run":{"id":1,"conclusion":"failure"},"workflow_run":[]}""")]
    [InlineData("""{"action":"published","sender":{"login":"a"},"release":{"tag_name":"1"}}""")]
    [InlineData("""{"action":"created","sender":{"login":"a"},"alert":{"number":1}}""")]
    public async Task What_is_not_as_expected_does_no_harm(string body)
    {
        using var client = portal.Client();

        foreach (var name in new[] { "issues", "issue_comment", "pull_request", "pull_request_review", "check_run", "workflow_run", "release", "dependabot_alert" })
        {
            using var response = await client.DeliverAsync(name, body);

            Assert.Equal(202, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_body_of_one_megabyte_is_taken_and_a_larger_one_is_not()
    {
        using var client = portal.Client();
        var body = $"{{\"a\":\"{new string('x', (1024 * 1024) - 8)}\"}}";

        using var full = await client.DeliverAsync("push", body);
        await client.DeliverAsync("push", body + " ").ProblemAsync(413);

        Assert.Equal(202, (int)full.StatusCode);
    }

    [Fact]
    public async Task A_larger_body_that_does_not_say_its_length_is_not_taken_either()
    {
        using var client = portal.Client();
        var body = new string(' ', 2 * 1024 * 1024);
        using var request = Delivering.Request("push", body, Delivering.Sign(body));
        request.Headers.TransferEncodingChunked = true;

        await client.SendAsync(request).ProblemAsync(413);
    }

    [Fact]
    public async Task JSON_nests_32_deep_at_most()
    {
        using var client = portal.Client();

        using var deep = await client.DeliverAsync("push", Nested(32));
        await client.DeliverAsync("push", Nested(33)).ProblemAsync(400);

        Assert.Equal(202, (int)deep.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    public async Task What_is_not_strict_JSON_is_refused(string body)
    {
        using var client = portal.Client();

        await client.DeliverAsync("push", body).ProblemAsync(400);
    }

    [Fact]
    public async Task A_form_is_refused_in_words()
    {
        using var client = portal.Client();
        using var request = Delivering.Request("push", "payload=%7B%7D", Delivering.Sign("payload=%7B%7D"));
        request.Content = new StringContent("payload=%7B%7D", Encoding.UTF8, "application/x-www-form-urlencoded");

        Assert.Contains("application/json", (await client.SendAsync(request).ProblemAsync(415)).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_says_what_it_is()
    {
        using var client = portal.Client();

        await client.SendAsync(Delivering.Request(null, Body, Delivering.Sign(Body))).ProblemAsync(400);
        await client.SendAsync(Delivering.Request("ping", Body, Delivering.Sign(Body), "")).ProblemAsync(400);
        await client.SendAsync(Delivering.Request("ping", Body, Delivering.Sign(Body), new string('x', 101))).ProblemAsync(400);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_a_secret_the_endpoint_is_not_there(string? secret)
    {
        using var app = new PortalApp(("Sources:GitHub:Secret", secret));
        using var client = app.CreateClient();

        await client.SendAsync(Delivering.Request("ping", Body, Delivering.Sign(Body, secret ?? ""))).ProblemAsync(404);
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    /// <summary>Those of the recorded deliveries are linked, so that they go all the way.</summary>
    public sealed class Portal() : ApiPortal(("Sources:GitHub:Secret", Delivering.Secret)), IAsyncLifetime
    {
        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            await App.Get<StoreWriter>().WriteAsync((db, _) =>
            {
                foreach (var (user, login) in new[] { (Alice, "codertocat"), (Bob, "octocat") })
                {
                    db.Attach(user).Entity.GitHubLogin = login;
                }

                return Task.CompletedTask;
            });
        }
    }
}
