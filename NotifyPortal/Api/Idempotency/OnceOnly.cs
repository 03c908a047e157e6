using System.Text.Json;
using Microsoft.Extensions.Options;
using NotifyPortal.Data;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace NotifyPortal.Api.Idempotency;

/// <summary>
/// A request's <c>Idempotency-Key</c>, for endpoints whose write must not be told apart from its answer by a crash. The gate keeps every
/// answer after the endpoint is through; what is harmless to do again needs no more than that.
/// </summary>
public sealed class OnceOnly
{
    private readonly KeptAnswers? answers;
    private readonly KeptAnswer? begun;
    private readonly JsonSerializerOptions? json;

    private OnceOnly()
    {
    }

    internal OnceOnly(KeptAnswers answers, KeptAnswer begun, IOptions<JsonOptions> json) =>
        (this.answers, this.begun, this.json) = (answers, begun, json.Value.SerializerOptions);

    /// <summary>True once the answer is part of a transaction that was begun.</summary>
    internal bool Kept { get; private set; }

    /// <summary>Hands endpoints the request's key; without one nothing is kept.</summary>
    public static ValueTask<OnceOnly?> BindAsync(HttpContext context) => ValueTask.FromResult<OnceOnly?>(context.Features.Get<OnceOnly>() ?? new OnceOnly());

    /// <summary>A name for what the request writes that a repetition gives again; null without a key.</summary>
    public string? SourceKey(int index) => begun is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"once/{begun.Attempt}/{index}");

    /// <summary>Notes in the caller's transaction that the request has begun to write under its <see cref="SourceKey"/>s.</summary>
    public Task BeginAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        answers?.KeepAsync(db, begun!, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Keeps the answer in the caller's transaction: write and answer are there together, or neither.</summary>
    public async Task KeepAsync<T>(PortalDbContext db, int status, T answer, CancellationToken cancellationToken, string? location = null)
    {
        if (answers is null)
        {
            return;
        }

        await answers.KeepAsync(db, Answered(status, "application/json; charset=utf-8", location, JsonSerializer.SerializeToUtf8Bytes(answer, json)), cancellationToken);
        Kept = true;
    }

    internal KeptAnswer Answered(int status, string? contentType, string? location, byte[] body) => new()
    {
        Scope = begun!.Scope,
        Fingerprint = begun.Fingerprint,
        Attempt = begun.Attempt,
        At = begun.At,
        Status = status,
        ContentType = contentType,
        Location = location,
        Body = body,
    };
}
