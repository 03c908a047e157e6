using System.Net;
using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Commands;

/// <summary>The real program in a process of its own, beside a running portal on the same database.</summary>
public sealed class KeysCommandTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Fact]
    public async Task A_key_made_on_the_command_line_works_until_it_is_revoked_there()
    {
        var (_, made, _) = await RunAsync("keys", "create", "--name", "Command", "--scopes", "inbox:read", "--user", "alice@example.org", "--expires", "90d");
        var key = made.TrimEnd().Split('\n')[^1];
        using var client = portal.Client(("Authorization", $"Bearer {key}"));
        await client.GetAsync("/api/v1/inbox").JsonAsync();

        var (_, list, _) = await RunAsync("keys", "list");
        var (code, _, _) = await RunAsync("keys", "revoke", key.Split('_')[1]);
        portal.Clock.Advance(ApiKeys.CacheTime);

        Assert.Contains("Command\tinbox:read\talice@example.org", list, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split('_')[2], list, StringComparison.Ordinal);
        Assert.Equal(0, code);
        await client.GetAsync("/api/v1/inbox").ProblemAsync((int)HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_is_sent_on_the_command_line_arrives()
    {
        var (code, _, _) = await RunAsync("send", "--to", "bob@example.org", "--title", "From the shell", "--link", "/x");

        Assert.Equal(0, code);
        Assert.Equal("From the shell", Assert.Single(await portal.InboxOf(portal.Bob).RecentAsync()).Title);
    }

    [Theory]
    [InlineData("keys create --name X --scopes everything")]
    [InlineData("keys create --name X")]
    [InlineData("send --to bob@example.org --title T --link javascript:x")]
    public async Task What_cannot_be_done_is_said_in_one_line(string command)
    {
        var (code, output, error) = await RunAsync(command.Split(' '));

        Assert.Equal((1, ""), (code, output));
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (code, process) = await PortalProcess.RunAsync([.. arguments, .. portal.App.Database.Arguments]);

        using (process)
        {
            return (code, process.Output, string.Join('\n', process.Errors));
        }
    }
}
