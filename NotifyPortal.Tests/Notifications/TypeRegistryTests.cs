using Microsoft.Extensions.Logging;
using NotifyPortal.Notifications.Types;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("8.1")]
public sealed class TypeRegistryTests
{
    private readonly Entries log = new();

    [Fact]
    public void These_types_are_built_in() => Assert.Equal(
        ["security", "account", "posts", "posts.likes", "posts.comments", "posts.mentions", "posts.shares", "comments", "comments.replies", "comments.reactions", "system"],
        With().All.Select(t => t.Key));

    [Theory]
    [InlineData("account.signed-in")]
    [InlineData("account.password-changed")]
    [InlineData("account.email-changed")]
    [InlineData("account.role-changed")]
    [InlineData("account.locked")]
    public void What_concerns_the_safety_of_an_account_is_security(string action) => Assert.Equal("security", With().OfAction(action)?.Key);

    [Fact]
    public void A_developers_type_is_known_with_its_actions()
    {
        var types = With(Type("deploys", "deploy.failed"));

        Assert.Equal("deploys", types.OfAction("deploy.failed")?.Key);
        Assert.Empty(log.Lines);
    }

    [Fact]
    [Rule("1.6")]
    public void A_sub_type_stands_beneath_its_base_whenever_it_was_registered()
    {
        var keys = With(Type("deploys.failed"), Type("posts.reposts"), Type("deploys")).All.Select(t => t.Key).ToList();

        Assert.Equal(keys.IndexOf("deploys") + 1, keys.IndexOf("deploys.failed"));
        Assert.Equal(keys.IndexOf("posts.shares") + 1, keys.IndexOf("posts.reposts"));
    }

    [Fact]
    public void A_built_in_type_wins_and_the_other_is_logged()
    {
        var types = With(Type("posts", "my.action"));

        Assert.Equal(("Posts", null), (types.Find("posts")!.Name, types.OfAction("my.action")));
        Assert.Contains("posts", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_of_a_key_is_refused_and_logged()
    {
        Assert.Equal("One", With(Type("deploys") with { Name = "One" }, Type("deploys") with { Name = "Two" }).Find("deploys")!.Name);
        Assert.Single(log.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Deploys")]
    [InlineData("two words")]
    [InlineData("a.b.c")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a\n")]
    public void A_malformed_key_is_refused_and_logged(string key)
    {
        Assert.Null(With(Type(key)).Find(key));
        Assert.Single(log.Lines);
    }

    [Fact]
    public void An_action_belongs_to_the_first_type_that_names_it()
    {
        var types = With(Type("deploys", "post.liked", "deploy.failed"));

        Assert.Equal(("posts.likes", "deploys"), (types.OfAction("post.liked")!.Key, types.OfAction("deploy.failed")!.Key));
        Assert.Contains("post.liked", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    private NotificationTypeRegistry With(params NotificationType[] types) => new(types, log);

    private static NotificationType Type(string key, params string[] actions) => new(key, "A type", "star", actions.ToDictionary(a => a, a => "It happened"));

    private sealed class Entries : ILogger<NotificationTypeRegistry>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
