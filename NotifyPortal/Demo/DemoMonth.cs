namespace NotifyPortal.Demo;

/// <summary>A month of the team's life up to now: working days, working hours, a release a week, two incidents. The same for the same now.</summary>
internal static class DemoMonth
{
    public static IReadOnlyList<DemoEvent> Until(DateTimeOffset now, DemoCast cast)
    {
        var random = new Random(20); // any number does; the same one every time
        var stories = new DemoStories(cast, random);
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var events = Enumerable.Range(1, 30).Select(ago => today.AddDays(-ago)).Reverse()
            .SelectMany(day => Day(day, stories, random))
            .Concat(stories.Incident(today.AddDays(-19).AddHours(3.2), "Checkout answers slowly", critical: false))
            .Concat(stories.Incident(today.AddDays(-6).AddHours(14.4), "Payments are failing", critical: true))
            .Concat(LastHours(now, stories));

        return [.. events.OrderBy(e => e.At)];
    }

    private static IEnumerable<DemoEvent> Day(DateTimeOffset day, DemoStories stories, Random random)
    {
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            yield break;
        }

        var count = random.Next(5, 9);

        for (var i = 0; i < count; i++)
        {
            yield return stories.Next() with { At = day.AddHours(8) + (TimeSpan.FromHours(10) * random.NextDouble()) };
        }

        if (day.DayOfWeek == DayOfWeek.Thursday)
        {
            yield return stories.Released() with { At = day.AddHours(15.1) };
            yield return DemoStories.InvoicePaid(20300 + day.DayOfYear) with { At = day.AddHours(6) };
        }
    }

    /// <summary>What a visitor sees first: unread, a few minutes old.</summary>
    private static IEnumerable<DemoEvent> LastHours(DateTimeOffset now, DemoStories stories) =>
    [
        DemoStories.SignedIn() with { At = now.AddMinutes(-236) },
        DemoStories.ExportReady($"customers-{now:yyyy-MM}") with { At = now.AddMinutes(-184) },
        DemoStories.ReviewRequested(DemoCast.Tomas, DemoWork.PullRequests[9], DemoCast.BobEmail) with { At = now.AddMinutes(-131) },
        DemoStories.InvoicePaid(20412) with { At = now.AddMinutes(-95) },
        DemoStories.Commented(DemoCast.Priya, DemoWork.Issues[7], DemoCast.AliceEmail) with { At = now.AddMinutes(-88) },
        DemoStories.Commented(DemoCast.Jonas, DemoWork.Issues[5], DemoCast.AliceEmail, DemoCast.AdminEmail) with { At = now.AddMinutes(-64) },
        stories.BuildFailed("main", "14 failures since Tuesday") with { At = now.AddMinutes(-21), To = [DemoCast.AliceEmail, DemoCast.BobEmail, DemoCast.AdminEmail] },
        DemoStories.ReviewRequested(DemoCast.Maya, DemoWork.RetryWebhooks, DemoCast.AliceEmail) with { At = now.AddMinutes(-4) },
    ];
}
