namespace NotifyPortal.Benchmarks.Clients;

/// <summary>Many open pages.</summary>
public sealed class CircuitCrowd : IAsyncDisposable
{
    private readonly CircuitClient[] pages;

    private CircuitCrowd(CircuitClient[] pages) => this.pages = pages;

    public int Count => pages.Length;

    public CircuitClient this[int index] => pages[index];

    /// <summary>The render batches of all of them.</summary>
    public long Batches => pages.Sum(page => (long)page.Batches);

    /// <summary>Opens one for each of these cookies.</summary>
    /// <param name="atOnce">How many are on their way at a time: a crowd that comes gradually.</param>
    public static async Task<CircuitCrowd> OpenAsync(HttpClient http, string path, IReadOnlyList<string> cookies, int atOnce = 16)
    {
        var opened = new CircuitClient[cookies.Count];
        await Parallel.ForEachAsync(cookies.Index(), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (browser, token) =>
            opened[browser.Index] = await CircuitClient.OpenAsync(http, path, browser.Item, cancellationToken: token));

        return new CircuitCrowd(opened);
    }

    /// <summary>Waits until every one of them has seen the text.</summary>
    /// <returns>When each saw it.</returns>
    public Task<long[]> SeeAsync(string ascii) => Task.WhenAll(pages.Select(page => page.SeesAsync(ascii)));

    /// <summary>Waits until nothing has been rendered anywhere for that long.</summary>
    public async Task QuietAsync(TimeSpan silence)
    {
        long before;

        do
        {
            before = Batches;
            await Task.Delay(silence);
        }
        while (Batches != before);
    }

    /// <summary>Leaves all pages as browsers do.</summary>
    public async Task LeaveAsync() => await Parallel.ForEachAsync(pages, async (page, _) => await page.LeaveAsync());

    public async ValueTask DisposeAsync() => await Parallel.ForEachAsync(pages, async (page, _) => await page.DisposeAsync());
}
