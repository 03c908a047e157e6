namespace NotifyPortal.Api;

/// <summary>The addresses that programs and scripts ask: there every answer is in the API's way.</summary>
internal static class ProgramPaths
{
    public static bool Match(HttpRequest request) => IsUnder(request, "/hooks") || MatchApi(request);

    /// <summary>Those of them that take a browser's cookies.</summary>
    public static bool MatchApi(HttpRequest request) => IsUnder(request, "/api") || IsUnder(request, "/notifications/stream")
        || (IsUnder(request, "/notifications") && HttpMethods.IsDelete(request.Method));

    private static bool IsUnder(HttpRequest request, string path) => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);
}
