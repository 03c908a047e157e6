using Microsoft.EntityFrameworkCore;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>The same through the ORM, as a first draft would be: a context and a <c>SaveChanges</c> for each publish, <c>AddRange</c> for each fan-out.</summary>
internal sealed class OrmStore(string file) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly DbContextOptions<Context> options = new DbContextOptionsBuilder<Context>().UseSqlite($"Data Source={file};Foreign Keys=True").Options;

    public async Task PrepareAsync()
    {
        await using var db = new Context(options);
        await db.Database.EnsureCreatedAsync();
    }

    public async Task AddAsync(string recipient, string title)
    {
        // SQLite has one writer: waiting here costs less than its busy answer.
        await turn.WaitAsync();

        try
        {
            await using var db = new Context(options);
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous = FULL");
            db.Add(new Note { Recipient = recipient, Title = title, CreatedAt = TimeProvider.System.GetUtcNow().UtcTicks });
            await db.SaveChangesAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task AddRangeAsync(int message, int recipients)
    {
        await using var db = new Context(options);
        db.AddRange(Enumerable.Range(1, recipients).Select(recipient => new Row { Recipient = recipient, Message = message }));
        await db.SaveChangesAsync();
    }

    public void Dispose() => turn.Dispose();

    private sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Note>().HasIndex(n => new { n.Recipient, n.Id }).HasFilter("\"SeenAt\" IS NULL");
            modelBuilder.Entity<Row>().HasKey(r => new { r.Recipient, r.Message });
            modelBuilder.Entity<Row>().HasIndex(r => new { r.Recipient, r.Message }).HasFilter("\"SeenAt\" IS NULL AND \"DismissedAt\" IS NULL");
        }
    }

    private sealed class Note
    {
        public long Id { get; init; }

        public required string Recipient { get; init; }

        public required string Title { get; init; }

        public required long CreatedAt { get; init; }

        public long? SeenAt { get; init; }
    }

    private sealed class Row
    {
        public required int Recipient { get; init; }

        public required int Message { get; init; }

        public long? SeenAt { get; init; }

        public long? DismissedAt { get; init; }
    }
}
