using Microsoft.Extensions.Hosting;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Shell;

/// <summary>While the portal stops, and still answers.</summary>
public sealed class StoppingTests : IAsyncLifetime
{
    private readonly ApiPortal portal = new();
    private readonly TaskCompletionSource goOn = new();

    public ValueTask InitializeAsync() => portal.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        goOn.TrySetResult();

        return portal.DisposeAsync();
    }

    [Theory]
    [InlineData("/", 503)]
    [InlineData("/_blazor?id=1", 503)]
    [InlineData("/notifications/stream", 503)]
    [InlineData("/health/ready", 503)]
    [InlineData("/health/live", 200)]
    [InlineData("/api/v1/inbox", 200)]
    public async Task Nothing_that_stays_is_let_in_any_more(string path, int status)
    {
        using var client = await portal.WithCookieAsync(portal.Alice);
        var lifetime = portal.App.Get<IHostApplicationLifetime>();
        using var holding = lifetime.ApplicationStopping.Register(() => goOn.Task.Wait(Until.Deadline));
        var stopping = Task.Run(lifetime.StopApplication);
        await Until.TrueAsync(() => lifetime.ApplicationStopping.IsCancellationRequested, "it stops");

        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(status, (int)answer.StatusCode);
        goOn.SetResult();
        await stopping;
    }
}
