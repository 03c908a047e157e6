using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NotifyPortal.Benchmarks.Data;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>A portal as a process of its own, with so many people who have signed in, and a sender.</summary>
internal sealed class LivePortal : IDisposable
{
    private readonly PortalFiles files;
    private readonly HttpClient sender;

    private LivePortal(PortalFiles files, PortalProcess process, LiveHeap heap, IReadOnlyList<string> cookies, string key)
    {
        this.files = files;
        (Process, Heap, Cookies) = (process, heap, cookies);
        Http = process.Client();
        sender = process.Client(("Authorization", $"Bearer {key}"));
    }

    public PortalProcess Process { get; }

    public LiveHeap Heap { get; }

    /// <summary>Of <see cref="Seed.User"/> 1, 2, ….</summary>
    public IReadOnlyList<string> Cookies { get; }

    /// <summary>For pages and streams.</summary>
    public HttpClient Http { get; }

    public static async Task<LivePortal> StartAsync(int people)
    {
        var prepared = new PortalFiles();

        try
        {
            var heap = new LiveHeap(prepared["heap.sock"]);
            var (cookies, key) = await PrepareAsync(prepared, people);

            return new LivePortal(prepared, await PortalProcess.StartAsync(prepared, heap.Environment), heap, cookies, key);
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }

    /// <summary>Sends by HTTP; returns when it is stored.</summary>
    /// <param name="to">The recipient's id; null: everyone.</param>
    /// <param name="mode">As the API calls it.</param>
    /// <returns>The message's id.</returns>
    public async Task<string> SendAsync(string? to, string title, string mode = "queued")
    {
        object body = to is null ? new { everyone = true, title, mode } : new { recipient = to, title, mode };
        using var answer = await sender.PostAsJsonAsync("/api/v1/notifications", body);

        return (await ReadAsync(answer)).GetProperty("messageId").GetString()!;
    }

    /// <summary>Takes a message back from everybody.</summary>
    public async Task RetractAsync(string message)
    {
        using var answer = await sender.DeleteAsync($"/api/v1/notifications/{message}");
        await ReadAsync(answer);
    }

    public void Dispose()
    {
        Http.Dispose();
        sender.Dispose();
        Process.Dispose();
        files.Dispose();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) => answer.IsSuccessStatusCode
        ? await answer.Content.ReadFromJsonAsync<JsonElement>()
        : throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");

    private static async Task<(IReadOnlyList<string> Cookies, string Key)> PrepareAsync(PortalFiles files, int people)
    {
        await using var host = new PortalHost(files);
        _ = host.Services;

        await using (var database = new SqliteConnection($"Data Source={files.Database}"))
        {
            await database.OpenAsync();
            Seed.Users(database, people);
        }

        var cookies = new List<string>();

        for (var number = 1; number <= people; number++)
        {
            cookies.Add(await host.CookieAsync(Seed.User(number)));
        }

        return (cookies, await host.KeyAsync("notifications:send admin"));
    }
}
