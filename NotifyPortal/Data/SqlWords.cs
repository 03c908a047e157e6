namespace NotifyPortal.Data;

/// <summary>The few expressions that the engines have no common words for, where a check needs them.</summary>
internal abstract class SqlWords
{
    /// <summary>The hours since 1970 of a time.</summary>
    public abstract string HourOf(string time);

    /// <summary>True of what is there and no JSON object.</summary>
    public abstract string IsNoObject(string column);

    /// <summary>How many elements a list has that is kept as JSON; what is no list has none.</summary>
    public abstract string LengthOf(string column);

    /// <summary>The elements of such a list as rows, each a <c>value</c>.</summary>
    public abstract string ElementsOf(string column);
}
