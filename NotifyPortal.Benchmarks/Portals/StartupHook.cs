using System.Net.Sockets;

#pragma warning disable CA1050, MA0047, IDE0130 // the runtime looks for a class of this name, in no namespace

/// <summary>
/// Runs inside a measured portal before its own first line, by <c>DOTNET_STARTUP_HOOKS</c>: it tells how much of its memory is alive. So
/// the portal is measured as it is shipped and has no door for this.
/// </summary>
internal static class StartupHook
{
    /// <summary>The variable that names the socket's file.</summary>
    public const string Variable = "NOTIFYPORTAL_BENCHMARKS_HEAP";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } file)
        {
            new Thread(() => Serve(file)) { IsBackground = true, Name = "Heap" }.Start();
        }
    }

    // Each visitor is told the bytes that remain after a full collection.
    private static void Serve(string file)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(file));
        listener.Listen();

        while (true)
        {
            using var visitor = listener.Accept();
            Collect();
            GC.WaitForPendingFinalizers();
            Collect();
            visitor.Send(BitConverter.GetBytes(GC.GetTotalMemory(false)));
        }
    }

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
}
