using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>A Blazor server whose pages show a badge and nothing else, in a process of its own: what the framework itself costs.</summary>
internal sealed class BareCircuits : ServerProcess
{
    /// <summary>As the command line asks for it.</summary>
    public const string Verb = "bare-circuits";

    private BareCircuits()
        : base(AppContext.BaseDirectory, [typeof(BareCircuits).Assembly.Location, Verb])
    {
    }

    public static Task<BareCircuits> StartAsync() => StartedAsync(new BareCircuits());

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.AspNetCore", "Warning"]);
        builder.Services.AddSingleton<BareNumbers>();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        await using var app = builder.Build();
        app.UseAntiforgery();
        app.MapPost("/all", (BareNumbers numbers) =>
        {
            numbers.AddToAll();

            return TypedResults.NoContent();
        });
        app.MapRazorComponents<BareDocument>().AddInteractiveServerRenderMode(o => o.DisableWebSocketCompression = true);
        await app.RunAsync();

        return 0;
    }
}
