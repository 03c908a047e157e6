using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>Clients that come and go while things happen.</summary>
[Rule("1.3")]
public sealed class ResumingTests(ApiPortal portal) : StreamTest(portal)
{
    private const int Acts = 150;

    private readonly List<long> ticks = [];
    private readonly List<long> queued = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_is_lost_or_doubled_whenever_a_client_breaks_off_and_returns(int seed)
    {
        using var done = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 3).Select(i => ReadAsync(new Random((seed * 10) + i), done.Token)).ToList();

        await ActAsync(new Random(seed));
        await done.CancelAsync();

        foreach (var client in await Task.WhenAll(clients))
        {
            Assert.Equal(ticks, client.Ticks);
            Assert.Equal(client.New.Distinct(), client.New);
            Assert.Equal(await UnreadAsync(), client.Shown.Order());
        }
    }

    [Fact]
    public async Task A_restored_backup_is_another_database()
    {
        var cursor = (await LiveAsync()).LastEventId;
        Assert.Empty(await (await OpenAsync(lastEventId: cursor)).BeforeSyncAsync());

        await Portal.App.Get<StoreWriter>().WriteAsync((db, token) => db.Set<Sequence>().Where(s => s.Name == Sequence.Epoch).ExecuteDeleteAsync(token));

        Assert.Equal(["resync"], Said(await (await OpenAsync(lastEventId: cursor)).BeforeSyncAsync()));
    }

    [Fact]
    public async Task A_cursor_older_than_what_is_remembered_gets_resync()
    {
        var cursor = (await LiveAsync()).LastEventId;
        Portal.Clock.Advance(Removal.KeptFor);

        Assert.Equal(["resync"], Said(await (await OpenAsync(lastEventId: cursor)).BeforeSyncAsync()));
    }

    private async Task ActAsync(Random random)
    {
        for (var i = 0; i < Acts; i++)
        {
            switch (random.Next(6))
            {
                case 0 or 1:
                    ticks.Add(await TickAsync($"{i}"));
                    break;
                case 2:
                    queued.Add(await SendAsync(new NotificationDraft { Title = $"{i}", CollapseKey = $"k{random.Next(4)}" }));
                    break;
                case 3:
                    queued.Add(await SendAsync(new NotificationDraft { Title = $"{i}", Group = $"g{random.Next(4)}" }));
                    break;
                case 4 when queued.Count > 0:
                    var taken = await Inbox.DismissAsync(queued[random.Next(queued.Count)]);
                    await (random.Next(3) == 0 && taken.Item?.UndoToken is { } token ? Inbox.UndoAsync(token) : Task.CompletedTask);
                    break;
                default:
                    queued.Add(await SendAsync($"{i}"));
                    break;
            }
        }
    }

    // Reads some, breaks off, returns with the last cursor it has read; at the end once more, up to the mark.
    private async Task<Client> ReadAsync(Random random, CancellationToken done)
    {
        var client = new Client();
        string? cursor = null;
        bool last;

        do
        {
            last = done.IsCancellationRequested;
            await using var stream = await EventStream.OpenAsync(Key, cursor is null ? "0" : null, cursor);
            var synced = false;

            for (var left = random.Next(1, 12); last ? !synced : left > 0 && !(synced && done.IsCancellationRequested); left--)
            {
                var next = await stream.NextAsync(all: true);
                cursor = next.Id ?? cursor;
                synced |= next.Name == "sync";
                client.Hear(next);
            }
        }
        while (!last);

        return client;
    }

    private async Task<IEnumerable<long>> UnreadAsync() =>
        (await Inbox.ListAsync(new InboxQuery { Limit = 100, Status = InboxStatus.Unread })).Page.Items.Select(v => v.Id).Order();

    private sealed class Client
    {
        public List<long> Ticks { get; } = [];

        /// <summary>Told as new, not replayed.</summary>
        public List<long> New { get; } = [];

        public HashSet<long> Shown { get; } = [];

        public void Hear(StreamEvent heard)
        {
            Assert.NotEqual("resync", heard.Name);

            if (heard.Name != "notification")
            {
                return;
            }

            Assert.NotEqual("disconnecting", heard.Type);

            if (heard.Type == "dismissed")
            {
                Shown.Remove(heard.Number);
            }
            else if (heard.Json.Text("mode") == "timeseries")
            {
                Ticks.Add(heard.Number);
            }
            else
            {
                Shown.Add(heard.Number);
                New.AddRange(heard.Id is not null && !heard.Json.TryGetProperty("updated", out _) ? [heard.Number] : []);
            }
        }
    }
}
