using System.Data.Common;

namespace NotifyPortal.Data;

/// <summary>The database file is no longer where it was opened. Nothing is stored until the portal is started again.</summary>
public sealed class StoreGoneException() : DbException("The database file was moved or deleted while the portal ran. Put it back and start the portal again.");
