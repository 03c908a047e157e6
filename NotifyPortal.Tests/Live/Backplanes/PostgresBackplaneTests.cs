using NotifyPortal.Live;
using NotifyPortal.Live.Backplanes;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live.Backplanes;

public sealed class PostgresBackplaneTests : BackplaneContract
{
    private const string Listening = "application_name = 'alone backplane' and query like 'LISTEN%'";

    private PostgresServer postgres = null!;

    protected override async Task PrepareAsync() => postgres = await Servers.PostgresAsync();

    protected override async Task ClearAsync() => await postgres.DisposeAsync();

    protected override IBackplane New(string prefix) =>
        new PostgresBackplane(new BackplaneOptions { Kind = BackplaneOptions.Postgres, Prefix = prefix }, postgres.ConnectionString("postgres"));

    protected override Task BreakAsync()
    {
        postgres.Crash();

        return Task.CompletedTask;
    }

    protected override Task MendAsync() => postgres.ComeUpAsync();

    [Fact]
    public async Task A_listener_that_is_ended_alone_is_made_anew()
    {
        await using var one = await Replica.StartAsync(New("alone"));

        await postgres.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where {Listening}");

        await one.IsListeningAsync(false);
        await one.IsListeningAsync(true);
    }

    [Fact]
    [Rule("F15")]
    public async Task A_listener_on_whose_line_nothing_comes_any_more_is_made_anew()
    {
        await using var one = await Replica.StartAsync(New("alone"));
        using var page = new Listener(one.Broker);

        await postgres.FreezeAsync(Listening);

        Assert.Equal(LiveEventKind.Resync, (await page.NextAsync())[0].Kind);
    }

    [Fact]
    public async Task A_server_that_stands_still_holds_up_nobody_and_is_heard_again()
    {
        await using var one = await Replica.StartAsync(New("alone"));
        await using var another = await Replica.StartAsync(New("alone"));
        using var page = new Listener(another.Broker, LiveTopic.User("alice"));
        postgres.Freeze();
        one.Broker.Publish(LiveTopic.User("alice"), LiveEvent.Of(LiveEventKind.Created, 1));
        await another.IsListeningAsync(false);

        postgres.Thaw();

        Assert.Equal(LiveEventKind.Resync, (await page.NextAsync())[0].Kind);
        await one.IsListeningAsync(true);
        await another.IsListeningAsync(true);
        one.Broker.Publish(LiveTopic.User("alice"), LiveEvent.Of(LiveEventKind.Created, 2));

        while (!(await page.NextAsync()).Any(e => e.Ids is [2] or [1, 2] || e.Kind == LiveEventKind.Resync))
        {
        }
    }
}
