using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using NotifyPortal.Live.Backplanes;

namespace NotifyPortal.Tests.Replicas;

/// <summary>A backplane on which three signals of ten are lost, as many come twice, as many late, and so in another order.</summary>
public sealed class LossyBackplane(IConfiguration configuration) : IBackplane, IDisposable
{
    private const double Share = 0.3;

    private readonly PostgresBackplane real = new(
        new BackplaneOptions { Kind = BackplaneOptions.Postgres, Prefix = "lossy" }, configuration["Database:ConnectionString"]!);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var payload in real.ListenAsync(cancellationToken))
        {
            yield return payload;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (Chance())
        {
            return;
        }

        if (Chance())
        {
            await real.SendAsync(payload, cancellationToken);
        }

        if (Chance())
        {
            _ = LaterAsync(payload.ToArray());

            return;
        }

        await real.SendAsync(payload, cancellationToken);
    }

    public void Dispose() => (real as IDisposable)?.Dispose();

    private static bool Chance() => Random.Shared.NextDouble() < Share;

    private async Task LaterAsync(byte[] payload)
    {
        await Task.Delay(Random.Shared.Next(50, 1500));

        try
        {
            await real.SendAsync(payload, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException) // lost after all
        {
        }
    }
}
