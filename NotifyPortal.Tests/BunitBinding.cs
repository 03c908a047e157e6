using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace NotifyPortal.Tests;

/// <summary>bUnit is compiled against a version of AngleSharp.Diffing the package source lacks; the one beside it serves as well.</summary>
internal static class BunitBinding
{
    [ModuleInitializer]
    internal static void Install() => AssemblyLoadContext.Default.Resolving += static (ctx, n) =>
        n.Name == "AngleSharp.Diffing" ? ctx.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll")) : null;
}
