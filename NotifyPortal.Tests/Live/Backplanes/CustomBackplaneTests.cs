using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Live;
using NotifyPortal.Live.Backplanes;
using NotifyPortal.Tests.Support;
using NotifyPortal.Tests.ThirdParty;

namespace NotifyPortal.Tests.Live.Backplanes;

public sealed class CustomBackplaneTests : BackplaneContract
{
    private readonly Dictionary<string, Hall> halls = new() { ["portal"] = new Hall(), ["other"] = new Hall() };

    protected override Task PrepareAsync() => Task.CompletedTask;

    protected override Task ClearAsync() => Task.CompletedTask;

    protected override IBackplane New(string prefix) => new HallBackplane(halls[prefix]);

    protected override Task BreakAsync()
    {
        halls["portal"].Close();

        return Task.CompletedTask;
    }

    protected override Task MendAsync()
    {
        halls["portal"].Open();

        return Task.CompletedTask;
    }

    [Fact]
    public async Task It_is_named_in_the_configuration_by_its_class()
    {
        var hall = new Hall();
        await using var one = NewPortal(hall);
        await using var another = NewPortal(hall);
        using var page = new Listener(another.Get<NotificationBroker>(), LiveTopic.User("alice"));
        _ = one.Services;
        await Until.TrueAsync(() => hall.Listeners.Count == 2, "both listen");

        one.Get<NotificationBroker>().Publish(LiveTopic.User("alice"), LiveEvent.Of(LiveEventKind.Created, 3));

        while ((await page.NextAsync()).All(e => e.Ids is not [3]))
        {
        }
    }

    private static PortalApp NewPortal(Hall hall) => new(("Backplane:Kind", typeof(HallBackplane).AssemblyQualifiedName))
    {
        Serves = false,
        Extend = services => services.AddSingleton(hall),
    };
}
