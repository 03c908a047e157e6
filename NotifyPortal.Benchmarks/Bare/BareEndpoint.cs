using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>What is left of the portal when everything but the job is taken away: Kestrel, one route, the bare writer.</summary>
internal static partial class BareEndpoint
{
    /// <summary>Makes this program that server: <c>bare-endpoint FILE</c>.</summary>
    public const string Verb = "bare-endpoint";

    public static async Task<int> RunAsync(string database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        await using var app = builder.Build();
        using var writer = new BareWriter(database);
        app.Run(context => AnswerAsync(context, writer));
        await app.RunAsync();

        return 0;
    }

    private static async Task AnswerAsync(HttpContext context, BareWriter writer)
    {
        if (context.Request.Method == HttpMethods.Get)
        {
            await context.Response.WriteAsync("<!DOCTYPE html><title>Bare</title>");

            return;
        }

        var note = await JsonSerializer.DeserializeAsync(context.Request.Body, Json.Default.PublishRequest);
        var id = await writer.AddAsync(note!.Recipient, note.Title);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, new PublishAnswer(id), Json.Default.PublishAnswer);
    }

    internal sealed record PublishRequest(string Recipient, string Title);

    internal sealed record PublishAnswer(long Id);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(PublishRequest))]
    [JsonSerializable(typeof(PublishAnswer))]
    private sealed partial class Json : JsonSerializerContext;
}
