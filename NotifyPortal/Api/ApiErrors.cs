using System.Data.Common;
using NotifyPortal.Data;

namespace NotifyPortal.Api;

/// <summary>Every error of the API is problem details with a trace id and nothing of the inside.</summary>
internal sealed class ApiErrors(RequestDelegate next, WrongMethod wrongMethod, ILogger<ApiErrors> logger)
{
    private const string RetrySeconds = "5";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!ProgramPaths.Match(context.Request))
        {
            await next(context);

            return;
        }

        try
        {
            await next(context);

            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 })
            {
                await AnswerAsync(context, context.GetEndpoint() is null ? Unrouted(context) : context.Response.StatusCode, null);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // nobody is left to answer
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e);
        }
    }

    private int Unrouted(HttpContext context)
    {
        if (wrongMethod.Known(context.Request.Path) is not { Count: > 0 } known)
        {
            return context.Response.StatusCode;
        }

        context.Response.Headers.Allow = string.Join(", ", known);

        return StatusCodes.Status405MethodNotAllowed;
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (exception is BadHttpRequestException bad)
        {
            return AnswerAsync(context, bad.StatusCode, bad.Message);
        }

        if (IsStoreTrouble(exception))
        {
            Log.StoreRefused(logger, context.Request.Path, exception);
            context.Response.Headers.RetryAfter = RetrySeconds;

            return AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, IsFull(exception) ? "The disk is full; nothing new can be stored now." : "The store cannot answer now.");
        }

        if (IsOutOfMemory(exception))
        {
            Log.OutOfMemory(logger, context.Request.Path); // in few words: there may be no memory for many
            context.Response.Headers.RetryAfter = RetrySeconds;

            return AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "There is no memory for this now.");
        }

        Log.RequestFailed(logger, context.Request.Path, exception);

        return AnswerAsync(context, StatusCodes.Status500InternalServerError, null);
    }

    private static Task AnswerAsync(HttpContext context, int status, string? detail) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);

    private static bool IsOutOfMemory(Exception? exception) => exception is not null && (exception is OutOfMemoryException || IsOutOfMemory(exception.InnerException));

    private static bool IsFull(Exception? exception) => exception switch
    {
        null => false,
        DbException e when StoreFault.IsFull(e) => true,
        _ => IsFull(exception.InnerException),
    };

    private static bool IsStoreTrouble(Exception? exception) => exception switch
    {
        null => false,
        DbException e => !StoreFault.IsConstraint(e),
        _ => IsStoreTrouble(exception.InnerException),
    };
}
