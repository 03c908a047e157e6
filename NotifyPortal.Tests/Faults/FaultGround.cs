using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Api;
using NotifyPortal.Commands;
using NotifyPortal.Data;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>One after the other: they measure, and each loads the machine.</summary>
[CollectionDefinition(Name)]
public sealed class FaultTests : ICollectionFixture<FaultGround>
{
    public const string Name = "Faults";
}

/// <summary>A database with people and keys, made once and copied for each fault.</summary>
public sealed class FaultGround : IAsyncLifetime
{
    /// <summary>So many are told.</summary>
    public const int People = 8;

    private readonly TempDirectory directory = new();
    private readonly PortalApp app = new() { Serves = false };
    private readonly Lazy<Task<StandingPortal>> standing;

    public FaultGround() => standing = new(StandAsync);

    /// <summary>May send, and ask as an admin.</summary>
    internal string Sender { get; private set; } = "";

    /// <summary>Whose inbox each may read and change.</summary>
    internal IReadOnlyDictionary<string, string> Readers { get; private set; } = new Dictionary<string, string>();

    /// <summary>Who has signed in, and may open pages.</summary>
    internal IReadOnlyList<string> Cookies { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await app.AddCrowdAsync(People);
        Cookies = await SignInAsync();
        await app.AddUserAsync("alice");
        Sender = await KeyAsync([Scopes.NotificationsSend, Scopes.ActivitiesWrite, Scopes.Admin], null);
        var readers = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var person in Enumerable.Range(1, People).Select(Person))
        {
            readers[person] = await KeyAsync([Scopes.InboxRead, Scopes.InboxWrite], person);
        }

        Readers = readers;
        await app.Database.ExecuteAsync($"VACUUM INTO '{directory["portal.db"]}'");
    }

    /// <summary>A portal that is started once, for all faults it must survive.</summary>
    internal Task<StandingPortal> StandingAsync() => standing.Value;

    internal static string Person(int number) => $"crowd-{number:D5}";

    /// <summary>Puts a copy there.</summary>
    internal void ProvideAt(string path) => File.Copy(directory["portal.db"], path);

    /// <summary>What <c>verify</c> would find.</summary>
    internal async Task<IReadOnlyList<string>> ProblemsAsync(string path)
    {
        await using var database = await app.Get<DatabaseUpkeep>().OpenCopyAsync(path, default);

        return (await app.Get<DatabaseCheck>().RunAsync(database!, default)).Problems;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);

        if (standing is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            (await standing.Value).Dispose();
        }

        await app.DisposeAsync();
        directory.Dispose();
    }

    private async Task<StandingPortal> StandAsync()
    {
        var disk = await FaultDisk.MakeAsync();
        var portal = new FaultPortal(this, database => disk.Under(database));
        await portal.StartAsync();

        return new(portal, disk);
    }

    private async Task<IReadOnlyList<string>> SignInAsync()
    {
        await using var db = await app.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        var cookies = new List<string>();

        foreach (var user in await db.Users.AsNoTracking().ToListAsync())
        {
            cookies.Add(await CookieFor.UserAsync(app, user));
        }

        return cookies;
    }

    private async Task<string> KeyAsync(IReadOnlyList<string> scopes, string? user)
    {
        var errors = new InputErrors();
        var key = await app.Get<KeyService>().CreateAsync(new KeyDraft(user ?? "Publishers", scopes, user, null), errors, new Actor(null, "test"));
        Assert.False(errors.Any, errors.ToString());

        return key!;
    }
}
