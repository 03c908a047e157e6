namespace NotifyPortal.Data;

/// <summary>The row a statement by hand stands at: its values, one column after the other, as the model has them.</summary>
internal abstract class SqlRow
{
    private int column;

    public string Text() => TextAt(column++);

    public string? TextOrNull() => SkipNull() ? null : Text();

    public long Number() => NumberAt(column++);

    public long? NumberOrNull() => SkipNull() ? null : Number();

    public bool Flag() => FlagAt(column++);

    public DateTimeOffset Time() => TimeAt(column++);

    public DateTimeOffset? TimeOrNull() => SkipNull() ? null : Time();

    public byte[]? BytesOrNull() => SkipNull() ? null : BytesAt(column++);

    /// <summary>The next row, from its first column on.</summary>
    internal SqlRow Begin()
    {
        column = 0;

        return this;
    }

    protected abstract bool IsNullAt(int index);

    protected abstract string TextAt(int index);

    protected abstract long NumberAt(int index);

    protected abstract bool FlagAt(int index);

    protected abstract DateTimeOffset TimeAt(int index);

    protected abstract byte[] BytesAt(int index);

    private bool SkipNull()
    {
        var isNull = IsNullAt(column);
        column += isNull ? 1 : 0;

        return isNull;
    }
}
