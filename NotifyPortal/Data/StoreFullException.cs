using System.Data.Common;

namespace NotifyPortal.Data;

/// <summary>The disk is full: nothing new is taken in. Nothing was stored; it may be asked again when there is room.</summary>
public sealed class StoreFullException() : DbException("The disk is full.");
