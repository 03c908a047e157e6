using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.Data.Sqlite;

namespace NotifyPortal.Data.Sqlite;

/// <summary>
/// Microsoft.Data.Sqlite 10 is compiled against SQLitePCLRaw.core 2.1; the package source holds 2.0.6 only, whose API it uses is the
/// same. The runtime refuses a lower version by itself, then asks Resolving. The native library is the system's libsqlite3.
/// </summary>
internal static class SqliteBinding
{
    /// <summary>False when the system has no libsqlite3: nothing can be stored, and the start says so.</summary>
    public static bool LibraryFound { get; private set; }

    private const int HasMoved = 20; // SQLITE_FCNTL_HAS_MOVED

    // Not by its name in the code: its type is the version's that is not here.
    private static readonly PropertyInfo Handle = typeof(SqliteConnection).GetProperty("Handle")!;
    private static readonly Lazy<FileControl> Control = new(() => Marshal.GetDelegateForFunctionPointer<FileControl>(NativeLibrary.GetExport(TryLoad(), "sqlite3_file_control")));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int FileControl(nint database, nint name, int operation, out int value);

    /// <summary>Whether the file under this connection was moved or deleted since it was opened, or its log was: what is committed into them then is lost.</summary>
    public static bool IsGone(SqliteConnection connection) =>
        (Control.Value(HandleOf(connection).DangerousGetHandle(), 0, HasMoved, out var moved) == SQLitePCL.raw.SQLITE_OK && moved != 0)
        || !File.Exists(connection.DataSource + "-wal");

    /// <summary>What an open connection is to SQLite.</summary>
    public static SQLitePCL.sqlite3 HandleOf(SqliteConnection connection) => (SQLitePCL.sqlite3)Handle.GetValue(connection)!;

    [ModuleInitializer]
    internal static void Install()
    {
        AssemblyLoadContext.Default.Resolving += static (context, name) => name.Name == "SQLitePCLRaw.core"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "SQLitePCLRaw.core.dll")) : null;

        LibraryFound = TryLoad() != 0;

        if (LibraryFound)
        {
            Use();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // compiled only after Resolving is in place
    private static void Use()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
            static (name, _, _) => name == "e_sqlite3" ? TryLoad() : 0);
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
        // Nobody asks how much memory it uses, and keeping that number is a lock that all connections meet at, twice for each allocation.
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private static nint TryLoad() =>
        NativeLibrary.TryLoad("libsqlite3.so.0", out var library) || NativeLibrary.TryLoad("sqlite3", out library) ? library : 0;
}
