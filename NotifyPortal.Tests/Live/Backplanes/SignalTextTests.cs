using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NotifyPortal.Live;
using NotifyPortal.Live.Backplanes;

namespace NotifyPortal.Tests.Live.Backplanes;

public sealed class SignalTextTests
{
    [Fact]
    public void What_one_replica_writes_another_reads_whatever_the_names_are() => Prop.ForAll(Signals(), signals =>
    {
        var payloads = SignalText.Write("a", signals.Select(Heard)).ToList();

        Assert.All(payloads, payload => Assert.InRange(payload.Length, 2, IBackplane.MaxPayload));
        Assert.Equal(signals.Select(Told), payloads.SelectMany(payload => SignalText.Read("b", payload)).Select(heard => Told(heard)));
        Assert.Empty(payloads.SelectMany(payload => SignalText.Read("a", payload)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_read_as_something_or_as_nothing() => Prop.ForAll<byte[]>(bytes =>
    {
        _ = SignalText.Read("b", bytes);
        _ = SignalText.Read("b", Encoding.UTF8.GetBytes($"[\"x\",{Encoding.Latin1.GetString(bytes)}]"));
    }).QuickCheckThrowOnFailure();

    // As large as any there are: an e-mail address as a user's id is at most 256 characters, a module's key 50.
    private static Arbitrary<(string Name, int Kind, long[] Ids, string? Key)[]> Signals() =>
        (from name in Gen.Elements("user:7", "session:\"\\", "müller@example.org", new string('\u0001', 256), "")
         from kind in Gen.Elements(Enum.GetValues<LiveEventKind>().Select(k => (int)k))
         from ids in ArbMap.Default.GeneratorFor<long[]>()
         from key in Gen.Elements(null, "edited", "notifications")
         select (name, kind, ids.Take(BackplaneOutbox.MaxIds).ToArray(), (string?)key)).ArrayOf().ToArbitrary();

    private static Heard Heard((string Name, int Kind, long[] Ids, string? Key) signal) =>
        new(new LiveTopic(signal.Name), new LiveEvent((LiveEventKind)signal.Kind, signal.Ids, signal.Key));

    private static string Told((string Name, int Kind, long[] Ids, string? Key) signal) => Told(Heard(signal));

    private static string Told(Heard heard) => $"{heard.Topic} {heard.Signal.Kind} {string.Join(',', heard.Signal.Ids)} {heard.Signal.Key}";
}
