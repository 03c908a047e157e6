using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NotifyPortal.Data;

namespace NotifyPortal.Api.Idempotency;

/// <summary>
/// <c>Idempotency-Key</c> on every POST of the API: who repeats a request gets its answer again, and nothing is done twice. Twins that come
/// at once wait for each other in this process; on two replicas the one that commits second is undone, and repeats the answer of the first. A
/// scope is who asks, where, and the key.
/// </summary>
internal sealed class IdempotencyGate(RequestDelegate next, KeptAnswers answers, IOptions<JsonOptions> json, TimeProvider clock)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";
    public const int MaxLength = 255;

    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is null
            || !context.Request.Headers.TryGetValue(Header, out var given))
        {
            await next(context);

            return;
        }

        if (given is not [{ Length: > 0 } key] || PlainText.Length(key) > MaxLength)
        {
            throw new BadHttpRequestException($"{Header} must be one text of 1 to {MaxLength} characters.");
        }

        var scope = ScopeOf(context, key);
        var through = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        while (!running.TryAdd(scope, through.Task))
        {
            await (running.GetValueOrDefault(scope) ?? Task.CompletedTask).WaitAsync(context.RequestAborted);
        }

        try
        {
            await AnswerAsync(context, scope);
        }
        catch (AnsweredElsewhereException)
        {
            context.Request.Body.Position = 0;
            await AnswerAsync(context, scope); // what is found now is the other's
        }
        finally
        {
            running.TryRemove(scope, out _);
            through.SetResult();
        }
    }

    private async Task AnswerAsync(HttpContext context, string scope)
    {
        var fingerprint = await FingerprintAsync(context.Request);
        var kept = await answers.FindAsync(scope, context.RequestAborted);

        if (kept is not null && kept.Fingerprint != fingerprint)
        {
            await TypedResults.Problem($"This {Header} was used for another request.", statusCode: StatusCodes.Status409Conflict).ExecuteAsync(context);
        }
        else if (kept?.Status is not null)
        {
            await RepeatAsync(context.Response, kept);
        }
        else
        {
            await RunAsync(context, new OnceOnly(answers, kept ?? new KeptAnswer
            {
                Scope = scope,
                Fingerprint = fingerprint,
                Attempt = RandomNumberGenerator.GetHexString(32, true),
                At = clock.Now(),
            }, json));
        }
    }

    private async Task RunAsync(HttpContext context, OnceOnly once)
    {
        var response = context.Response;
        var wire = response.Body;
        using var said = new MemoryStream();
        response.Body = said;
        context.Features.Set(once);

        try
        {
            await next(context);
        }
        finally
        {
            response.Body = wire;
        }

        if (response.StatusCode is >= 200 and < 300 && !once.Kept)
        {
            await answers.KeepAsync(once.Answered(response.StatusCode, response.ContentType, response.Headers.Location, said.ToArray()));
        }

        said.Position = 0;
        await said.CopyToAsync(wire, context.RequestAborted); // not before it is kept: what was said is said again
    }

    private static async Task RepeatAsync(HttpResponse response, KeptAnswer kept)
    {
        response.StatusCode = kept.Status!.Value;
        response.ContentType = kept.ContentType;
        response.Headers[ReplayedHeader] = "true";

        if (kept.Location is not null)
        {
            response.Headers.Location = kept.Location;
        }

        await response.Body.WriteAsync(kept.Body, response.HttpContext.RequestAborted);
    }

    private static string ScopeOf(HttpContext context, string key)
    {
        var caller = Caller.Of(context.User);
        var who = caller.KeyId is { } id ? $"key {id}" : $"user {caller.UserId}";

        return Hash(Encoding.UTF8.GetBytes($"{who}\n{context.Request.Path}{context.Request.QueryString}\n{key}"));
    }

    // An event in binary form says in headers what others say in the body.
    private static async Task<string> FingerprintAsync(HttpRequest request)
    {
        var body = (await JsonBody.ReadAsync(request, JsonBody.Limits, request.HttpContext.RequestAborted)).ToArray();
        request.Body = new MemoryStream(body);
        var headers = request.Headers.Where(header => header.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase))
            .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase).Select(header => $"{header.Key.ToUpperInvariant()}:{header.Value}\n");

        return Hash([.. Encoding.UTF8.GetBytes(string.Concat(headers)), .. body]);
    }

    private static string Hash(byte[] bytes) => Base64Url.EncodeToString(SHA256.HashData(bytes));
}
