using System.Net;
using Microsoft.Extensions.Options;

namespace NotifyPortal.Accounts;

/// <summary>Where plain http is not allowed, only this very machine (a proxy that ends TLS, an operator) may use it.</summary>
internal sealed class SecureTransport(RequestDelegate next, IOptions<SecurityOptions> security)
{
    public Task InvokeAsync(HttpContext context)
    {
        var from = context.Connection.RemoteIpAddress;

        if (security.Value.AllowHttp || context.Request.IsHttps || from is null || IPAddress.IsLoopback(from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";

        return context.Response.WriteAsync("NotifyPortal is reached by https only. (Security:AllowHttp=true would allow http.)\n");
    }
}
