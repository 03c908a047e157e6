using System.Diagnostics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>A portal process on a copy of the ground's database. Faults are done to it, and it is started again.</summary>
internal sealed class FaultPortal : IPublishTarget, IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly List<string> said = [];
    private readonly (string Name, string Value)[] environment;
    private PortalProcess? process;

    /// <param name="environment">What a process on this database is started with, each time.</param>
    /// <param name="at">Where its files are; without it, a directory of its own.</param>
    public FaultPortal(FaultGround ground, Func<string, (string Name, string Value)[]>? environment = null, string? at = null)
    {
        Ground = ground;
        Database = at is null ? directory["portal.db"] : Path.Combine(at, "portal.db");
        ground.ProvideAt(Database);
        this.environment = environment?.Invoke(Database) ?? [];
    }

    public FaultGround Ground { get; }

    public string Database { get; }

    public PortalProcess Process => process!;

    /// <summary>Where it can be asked; null while it is down.</summary>
    public Uri? Address { get; private set; }

    /// <summary>Everything it has logged since the first start.</summary>
    public string Output => string.Join('\n', [.. said, .. process is null ? Array.Empty<string>() : [process.Output, .. process.Errors]]);

    /// <returns>How long it took until it could be asked.</returns>
    public async Task<TimeSpan> StartAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        process = await PortalProcess.ServeAsync(Database, ["--Api:RequestsPerMinute", "1000000", "--Security:AllowHttp", "true"], environment);
        Address = new Uri(process.Url);
        using var answer = await AskAsync(HttpMethod.Get, $"/api/v1/inbox/unread-count", Ground.Readers[FaultGround.Person(1)]);
        answer.EnsureSuccessStatusCode();

        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        Address = null;
        process!.Dispose();
        said.AddRange([process.Output, .. process.Errors]);
        process = null;
    }

    /// <exception cref="HttpRequestException">It is down.</exception>
    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string key, string? json = null, string? once = null)
    {
        var address = Address ?? throw new HttpRequestException("It is down.");
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        request.Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");

        if (once is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", once);
        }

        return await http.SendAsync(request);
    }

    /// <inheritdoc/>
    public Task<HttpResponseMessage> PublishAsync(string recipient, string title, string once) =>
        AskAsync(HttpMethod.Post, "/api/v1/notifications", Ground.Sender, $$"""{"recipient": "{{recipient}}", "title": "{{title}}"}""", once);

    /// <summary>A client of this key, for what is more than a question and an answer.</summary>
    public HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");

        return client;
    }

    public void Dispose()
    {
        process?.Dispose();
        http.Dispose();
        directory.Dispose();
    }
}
