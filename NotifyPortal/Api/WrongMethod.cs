using Microsoft.AspNetCore.Routing.Template;

namespace NotifyPortal.Api;

/// <summary>
/// Tells a wrong method from a wrong path where routing does not: in Development the framework's look for new static files takes every
/// GET that nobody else does, and a GET of an address that only knows POST comes out as 404.
/// </summary>
internal sealed class WrongMethod(EndpointDataSource endpoints)
{
    private readonly Lazy<ILookup<string, string>> methods = new(() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<RequiredScope>() is not null)
        .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (Path: e.RoutePattern.RawText!, Method: method)))
        .ToLookup(e => e.Path, e => e.Method, StringComparer.Ordinal));

    /// <summary>The methods an address of the API knows; empty when there is no such address.</summary>
    public IReadOnlyList<string> Known(PathString path) =>
        [.. methods.Value.Where(group => new TemplateMatcher(TemplateParser.Parse(group.Key), []).TryMatch(path, [])).SelectMany(group => group).Distinct()];
}
