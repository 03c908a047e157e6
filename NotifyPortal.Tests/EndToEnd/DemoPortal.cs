using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.EndToEnd;

/// <summary>A process of the portal with demo data, on a port that it keeps when it is started again. The browser tests share it, one after another.</summary>
[CollectionDefinition(Collection)]
public sealed class DemoPortal : IAsyncLifetime, ICollectionFixture<DemoPortal>
{
    public const string Collection = "browser";

    private readonly TempDirectory directory = new();
    private readonly int port = FreePort.Next();
    private PortalProcess? process;

    public string Url => $"http://localhost:{port}";

    public string Database => directory["portal.db"];

    public async ValueTask InitializeAsync() => await StartAsync();

    public async Task StartAsync() => process = await PortalProcess.ServeAsync(
        Database, "--environment", "Development", "--Demo:Enabled", "true", "--urls", Url);

    public async Task StopAsync()
    {
        await process!.StopAsync();
        process.Dispose();
    }

    /// <summary>Sends by the command line beside the server, as an operator would.</summary>
    public async Task SendAsync(string email, string title, string link) => await CommandAsync("send", "--to", email, "--title", title, "--link", link);

    /// <summary>Runs a command on the same database.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        var (exitCode, command) = await PortalProcess.RunAsync([.. arguments, "--Database:ConnectionString", $"Data Source={Database}"]);

        using (command)
        {
            Assert.True(exitCode == 0, string.Join('\n', command.Errors));

            return command.Output;
        }
    }

    public ValueTask DisposeAsync()
    {
        process?.Dispose();
        directory.Dispose();

        return ValueTask.CompletedTask;
    }
}
