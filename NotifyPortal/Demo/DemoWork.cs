namespace NotifyPortal.Demo;

/// <summary>What the demo's team works on.</summary>
internal static class DemoWork
{
    /// <summary>A change under review.</summary>
    public sealed record PullRequest(string Repository, int Number, string Title)
    {
        public string Line => $"{Title} · {Repository} #{Number}";

        public string Link => $"https://git.example.com/{Repository}/pull/{Number}";

        public string Id => $"{Repository}/{Number}";
    }

    public static readonly PullRequest RetryWebhooks = new("payments", 482, "Retry failed webhooks");

    public static readonly PullRequest[] PullRequests =
    [
        new("payments", 431, "Round amounts half to even"),
        new("web", 1204, "Keep filters when going back"),
        new("payments", 446, "Refuse expired cards before the charge"),
        new("mobile", 318, "Load the order list in pages"),
        new("web", 1217, "Show prices without tax in the US"),
        new("infra", 97, "Rotate the database password every month"),
        new("payments", 463, "Idempotency keys for refunds"),
        new("web", 1231, "Dark mode for the checkout"),
        new("mobile", 330, "Open links from mails in the app"),
        new("infra", 104, "Move the queue to its own machine"),
        new("web", 1246, "Speed up the search by half"),
        RetryWebhooks,
    ];

    /// <summary>An issue, with what somebody had to say about it.</summary>
    public static readonly (int Number, string Title, string Said)[] Issues =
    [
        (211, "Receipts show the wrong currency", "I can reproduce it with a Swiss account."),
        (219, "Export stops after 10,000 rows", "The limit is in the reverse proxy, not in our code."),
        (224, "Sign-in mail lands in spam", "SPF is fine, DKIM is not. Fixed in DNS, give it an hour."),
        (230, "Order list flickers on iPhone", "Only with reduced motion switched on. Interesting!"),
        (236, "Rate limit hits our own dashboard", "Could we give it a key of its own?"),
        (241, "Pricing page copy", "Legal is happy with the new wording."),
        (248, "Search ignores umlauts", "Three customers asked for it this week."),
        (252, "Timezone of the weekly report", "@alice can you check the numbers?"),
    ];

    public static readonly string[] Branches = ["main", "release/4.2", "main", "checkout-dark", "main"];

    public static readonly string[] Failures =
        ["2 tests failed in PaymentFlowTests", "the container image did not build", "1 test failed in SearchTests", "14 failures since Tuesday", "the linter found 3 errors"];

    public static readonly string[] Exports = ["customers", "orders", "invoices", "refunds"];
}
