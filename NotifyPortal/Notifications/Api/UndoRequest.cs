using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Api;

/// <summary>Which change to take back.</summary>
public sealed record UndoRequest
{
    /// <summary>As the change answered it.</summary>
    public string UndoToken { get; private init; } = "";

    internal long Number => ApiGroup.ParseId(UndoToken) ?? 0; // no operation's

    /// <summary>Reads it; what is at fault is noted with the fields.</summary>
    public static UndoRequest Read(JsonFields fields)
    {
        var request = new UndoRequest { UndoToken = fields.Text("undoToken") ?? "" };
        fields.Close();

        if (ApiGroup.ParseId(request.UndoToken) is null)
        {
            fields.Errors.Add("undoToken", "must be the undoToken of a change");
        }

        return request;
    }
}
