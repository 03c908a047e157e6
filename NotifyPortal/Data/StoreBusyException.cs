using System.Data.Common;

namespace NotifyPortal.Data;

/// <summary>More writes wait than the store takes. Nothing was stored; it may be asked again in a moment.</summary>
public sealed class StoreBusyException() : DbException("Too many writes are waiting.");
