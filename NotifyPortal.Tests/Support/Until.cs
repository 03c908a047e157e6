using System.Diagnostics;

namespace NotifyPortal.Tests.Support;

/// <summary>Waits for a condition, never for a time.</summary>
public static class Until
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Returns as soon as the condition holds; fails the test with what was waited for when it does not in time.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var watch = Stopwatch.StartNew();

        while (!await condition())
        {
            if (watch.Elapsed > (deadline ?? Deadline))
            {
                Assert.Fail($"Not within {deadline ?? Deadline}: {what}");
            }

            await Task.Delay(20);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? deadline = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, deadline);
}
