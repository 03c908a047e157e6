using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Api;
using NotifyPortal.Benchmarks.Portals;
using NotifyPortal.Data;
using NotifyPortal.Tests.Faults;
using NotifyPortal.Tests.Support;
using Npgsql;

namespace NotifyPortal.Tests.Replicas;

/// <summary>
/// Two replicas on one PostgreSQL that commits as carefully as any, joined by a backplane, with nginx before them. A reaches the servers through
/// wires that can be cut. Started once, for all faults they must survive.
/// </summary>
public abstract class ReplicaGround : IAsyncLifetime
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly List<IDisposable> things = [];
    private string database = "";

    /// <summary>What joins them, for reports.</summary>
    public abstract string Name { get; }

    public PostgresServer Postgres { get; private set; } = default!;

    internal Wire ToPostgres { get; private set; } = default!;

    internal Node A { get; private set; } = default!;

    internal Node B { get; private set; } = default!;

    internal Nginx Nginx { get; private set; } = default!;

    /// <summary>May send, and ask as an admin.</summary>
    internal string Sender { get; private set; } = "";

    /// <summary>Whose inbox each may read and change.</summary>
    internal IReadOnlyDictionary<string, string> Readers { get; private set; } = new Dictionary<string, string>();

    /// <summary>Who has signed in: these people in order, and an admin at the end.</summary>
    internal IReadOnlyList<string> Cookies { get; private set; } = [];

    /// <summary>A sign-in of the third person's that a test may end.</summary>
    internal string Passing { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Needs.Tool(Needs.Nginx);
        Postgres = await Servers.PostgresAsync();
        database = await Postgres.CreateDatabaseAsync();
        await PrepareAsync();
        ToPostgres = new Wire(() => Postgres.Port);
        var through = new NpgsqlConnectionStringBuilder(database) { Port = ToPostgres.Port };
        var (ofA, ofB) = await JoinAsync();
        A = new Node(FreePort.Next(), Settings(through.ToString(), ofA));
        B = new Node(FreePort.Next(), Settings(database, ofB));
        things.AddRange([A, B, ToPostgres]);
        await Task.WhenAll(A.StartAsync(), B.StartAsync());
        Nginx = await Nginx.StartAsync(A.Port, B.Port);
        things.Add(Nginx);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        things.ForEach(thing => thing.Dispose());
        http.Dispose();

        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }
    }

    /// <summary>A reaches no server any more, and is not told.</summary>
    internal virtual void CutOff() => ToPostgres.Hold();

    /// <summary>It does again.</summary>
    internal virtual void Rejoin() => ToPostgres.Release();

    /// <summary>A connection beside the replicas'.</summary>
    internal NpgsqlConnection Beside() => new($"{database};Pooling=false");

    /// <summary>What is down is started, for the next test.</summary>
    internal Task StandAsync() => Task.WhenAll(new[] { A, B }.Where(node => !node.IsUp).Select(node => node.StartAsync()));

    internal async Task<HttpResponseMessage> AskAsync(Uri where, HttpMethod method, string path, string key, string? json = null, string? once = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(where, path));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        request.Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");

        if (once is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", once);
        }

        return await http.SendAsync(request);
    }

    internal Task<HttpResponseMessage> PublishAsync(Uri where, string recipient, string title, string once) =>
        AskAsync(where, HttpMethod.Post, "/api/v1/notifications", Sender, $$"""{"recipient": "{{recipient}}", "title": "{{title}}"}""", once);

    internal async Task<int> UnreadAsync(Uri where, string person) =>
        (await AskAsync(where, HttpMethod.Get, "/api/v1/inbox/unread-count", Readers[person]).JsonAsync()).GetProperty("unreadCount").GetInt32();

    internal async Task<IReadOnlyList<StoredRow>> RowsAsync()
    {
        await using var connection = Beside();

        return await StoredRow.AllAsync(connection);
    }

    /// <summary>Ledger and database are held against each other, and both replicas against the database.</summary>
    internal async Task<LedgerCheck> CheckAsync(Ledger ledger)
    {
        var rows = await RowsAsync();
        var found = LedgerCheck.Of(rows, await ledger.ReadAsync());
        Assert.Equal((0, 0, 0), (found.Lost, found.Doubled, found.Disordered));

        foreach (var person in Readers.Keys)
        {
            var stored = rows.Count(row => row.Recipient == person && row.Open);
            Assert.Equal((stored, stored), (await UnreadAsync(A.Address, person), await UnreadAsync(B.Address, person)));
        }

        return found;
    }

    /// <summary>Starts what carries the signals.</summary>
    /// <returns>The settings of each replica's for it.</returns>
    protected abstract Task<(string[] OfA, string[] OfB)> JoinAsync();

    private static string[] Settings(string database, string[] backplane) =>
        ["--Database:Provider", "Postgres", "--Database:ConnectionString", database, .. backplane, "--Api:RequestsPerMinute", "1000000", "--Security:AllowHttp", "true"];

    private async Task PrepareAsync()
    {
        await using var app = new PortalApp(("Database:Provider", TestDatabase.Postgres), ("Database:ConnectionString", database)) { Serves = false };
        var cookies = new List<string>();
        var readers = new Dictionary<string, string>(StringComparer.Ordinal);

        for (var number = 1; number <= FaultGround.People; number++)
        {
            var person = await AddPersonAsync(app, FaultGround.Person(number));
            cookies.Add(await CookieFor.UserAsync(app, person));
            Passing = number == 3 ? await CookieFor.UserAsync(app, person) : Passing;
            readers[person.Id] = await KeyAsync(app, [Scopes.InboxRead, Scopes.InboxWrite], person.Id);
        }

        (Sender, Readers) = (await KeyAsync(app, [Scopes.NotificationsSend, Scopes.ActivitiesWrite, Scopes.Admin], null), readers);
        Cookies = [.. cookies, await CookieFor.UserAsync(app, await app.AddUserAsync("root", "Admin"))];
    }

    // Whose name is known to the publishers.
    private static Task<PortalUser> AddPersonAsync(PortalApp app, string id) => app.Get<StoreWriter>().WriteAsync((db, _) =>
    {
        var mail = $"{id}@example.org";
        var person = new PortalUser
        {
            Id = id,
            UserName = mail,
            NormalizedUserName = mail.ToUpperInvariant(),
            Email = mail,
            NormalizedEmail = mail.ToUpperInvariant(),
            EmailConfirmed = true,
            DisplayName = id,
            SecurityStamp = id,
            CreatedAt = app.Clock.GetUtcNow(),
        };
        db.Add(person);

        return Task.FromResult(person);
    });

    private static async Task<string> KeyAsync(PortalApp app, IReadOnlyList<string> scopes, string? user)
    {
        var errors = new InputErrors();
        var key = await app.Get<KeyService>().CreateAsync(new KeyDraft(user ?? "Publishers", scopes, user, null), errors, new Actor(null, "test"));
        Assert.False(errors.Any, errors.ToString());

        return key!;
    }
}
