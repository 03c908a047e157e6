namespace NotifyPortal.Shell;

/// <summary>Names the resource files that hold translations of the pages' texts.</summary>
public sealed class Texts;
