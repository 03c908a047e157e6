namespace NotifyPortal.Tests.Support;

/// <summary>What a test needs from the machine. <c>./test</c> names in TESTS_WITHOUT what it could not provide; only that is skipped.</summary>
public static class Needs
{
    public const string Node = "node";

    public const string Curl = "curl";

    public const string Browser = "chromium";

    public const string Compiler = "cc";

    public const string Redis = "redis";

    public const string Postgres = "postgresql";

    public const string Nginx = "nginx";

    public static void Tool(string name) => Assert.SkipWhen(
        (Environment.GetEnvironmentVariable("TESTS_WITHOUT") ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(name),
        $"{name} is not installed");
}
