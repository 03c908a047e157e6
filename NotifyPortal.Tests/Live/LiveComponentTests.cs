using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NotifyPortal.Live;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live;

public sealed class LiveComponentTests : PageTest
{
    [Fact]
    [Rule("P6")]
    public void It_listens_before_it_reads()
    {
        var broker = App.Get<NotificationBroker>();
        var before = broker.SubscriberCount;
        int? listening = null;

        // What commits while the first read is on its way may be in it or not: only who listens already hears of it.
        CircuitOf(Alice).Render<Probe>(p => p.Add(c => c.Before, _ =>
        {
            listening ??= broker.SubscriberCount;

            return Task.CompletedTask;
        }));

        Assert.Equal(before + 1, listening);
    }

    [Fact]
    public async Task A_slow_read_never_overtakes_a_later_one()
    {
        var slow = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var signalled = false;
        var probe = CircuitOf(Alice).Render<Probe>(p => p.Add(c => c.Value, 1).Add(c => c.Before, value =>
        {
            if (value == 1 && signalled)
            {
                started.TrySetResult();

                return slow.Task;
            }

            return Task.CompletedTask;
        }));

        signalled = true;
        App.Get<NotificationBroker>().Publish(LiveTopic.User(Alice.Id), LiveEvent.Of(LiveEventKind.Seen, 1));
        await started.Task.WaitAsync(Until.Deadline);
        probe.Render(p => p.Add(c => c.Value, 2));
        slow.SetResult();
        await probe.Instance.Idle().WaitAsync(Until.Deadline);

        probe.WaitForAssertion(() => Assert.Equal("2", probe.Markup));
    }

    [Fact]
    public void What_could_not_be_read_is_read_again_without_anyone_asking()
    {
        var failures = 3; // the first look for foreign commits has every page read once more: that alone would hide it

        var probe = CircuitOf(Alice).Render<Probe>(p => p.Add(c => c.Value, 1).Add(c => c.Before, _ =>
            failures-- > 0 ? Task.FromException(new SqliteException("away", 14)) : Task.CompletedTask));

        probe.WaitForAssertion(() => Assert.Equal("1", probe.Markup));
    }

    [Fact]
    [Rule("F21")]
    public async Task What_a_page_has_not_read_when_the_portal_stops_it_leaves_alone()
    {
        var (reads, broker) = (0, App.Get<NotificationBroker>());
        CircuitOf(Alice).Render<Probe>(p => p.Add(c => c.Before, _ =>
        {
            Interlocked.Increment(ref reads);

            return Task.CompletedTask;
        }));
        using var later = new Listener(broker);
        var before = reads;
        broker.Publish(LiveTopic.User(Alice.Id), LiveEvent.Of(LiveEventKind.Seen, 1));
        await Until.TrueAsync(() => Volatile.Read(ref reads) > before, "it has read again");

        broker.Publish(LiveTopic.User(Alice.Id), LiveEvent.Of(LiveEventKind.Seen, 2)); // read at the end of the page's window
        App.Get<IHostApplicationLifetime>().StopApplication();

        for (var windows = 0; windows < 3; windows++)
        {
            await later.HeardAsync();
        }

        Assert.Equal(before + 1, Volatile.Read(ref reads));
    }

    [Fact]
    public async Task What_a_closed_component_still_does_finds_its_token()
    {
        var circuit = CircuitOf(Alice);
        var probe = circuit.Render<Probe>(p => p.Add(c => c.Before, _ => Task.CompletedTask)).Instance;

        await circuit.DisposeComponentsAsync();

        Assert.True(probe.Token.IsCancellationRequested);
    }

    protected override void Extend(IServiceCollection services) => LeaveOutWatch(services);

    private sealed class Probe : LiveComponentBase
    {
        private int shown;
        private Task last = Task.CompletedTask;

        [Parameter]
        public int Value { get; set; }

        [Parameter]
        public required Func<int, Task> Before { get; set; }

        public CancellationToken Token => Closing;

        public Task Idle() => last;

        protected override Task OnParametersSetAsync() => last = Loaded ? RefreshAsync() : Task.CompletedTask;

        protected override async Task LoadAsync(IReadOnlyList<LiveEvent> signals, CancellationToken cancellationToken)
        {
            var value = Value;
            await Before(value);
            shown = value;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, shown.ToString(CultureInfo.InvariantCulture));
    }
}
