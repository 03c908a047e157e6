using System.Diagnostics;
using System.Text;
using NotifyPortal.Api;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>Clients that others have written read the stream as it is meant. (A browser's own: EndToEnd.)</summary>
public sealed class OtherClientsTests(ApiPortal portal) : StreamTest(portal)
{
    [Fact]
    public async Task Curl_shows_each_event_at_once()
    {
        Needs.Tool(Needs.Curl);
        var known = await SendAsync("Known");
        using var curl = Start("curl", "-sN", $"{Portal.Address}notifications/stream", "-H", $"Authorization: Bearer {await Portal.KeyAsync(Scopes.InboxRead, Me)}");

        Assert.Contains($"\"id\":\"{known}\"", await ReadUntilAsync(curl, line => line == "event: sync"), StringComparison.Ordinal);
        var id = await SendAsync("Now");

        Assert.Contains("event: notification", await ReadUntilAsync(curl, line => line.Contains($"\"id\":\"{id}\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        curl.Kill();
    }

    [Fact]
    public async Task The_package_that_programs_use_hears_all_of_it()
    {
        Needs.Tool(Needs.Node);
        var known = await SendAsync("Known");
        var sample = Path.Combine(AppContext.BaseDirectory, "../../../../samples/stream/listen.mjs");
        using var node = Start("node", sample, "--url", Portal.Address.ToString(), "--key", await Portal.KeyAsync(Scopes.InboxRead, Me));

        Assert.Equal($"new {known} Known\nsync\n", await ReadUntilAsync(node, line => line == "sync"));
        var id = await SendAsync(new NotificationDraft { Title = "Now", CollapseKey = "k" });
        await ReadUntilAsync(node, line => line == $"new {id} Now");
        await SendAsync(new NotificationDraft { Title = "Then", CollapseKey = "k" });
        await ReadUntilAsync(node, line => line == $"changed {id} Then");
        await Inbox.DismissAsync(id);
        await ReadUntilAsync(node, line => line == $"gone {id}");
        await ReadUntilAsync(node, line => line == "unread 1");
        node.Kill();
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;

    private static async Task<string> ReadUntilAsync(Process process, Func<string, bool> last)
    {
        var read = new StringBuilder();

        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Until.Deadline) is { } line)
        {
            read.Append(line).Append('\n');

            if (last(line))
            {
                return read.ToString();
            }
        }

        throw new Xunit.Sdk.XunitException($"It ended: {read}");
    }
}
