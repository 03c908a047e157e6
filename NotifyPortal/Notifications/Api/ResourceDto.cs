using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Api;

/// <summary>What an activity is about.</summary>
public sealed record ResourceDto(string Type, string? Id)
{
    internal static ResourceDto? Read(JsonFields? fields)
    {
        if (fields is null)
        {
            return null;
        }

        var type = fields.Errors.Line($"{fields.Prefix}type", fields.Text("type"), 50);
        var id = fields.Errors.Line($"{fields.Prefix}id", fields.Text("id"), 255);
        fields.Close();

        foreach (var missing in new[] { (Name: "type", Value: type), (Name: "id", Value: id) }.Where(member => member.Value is null))
        {
            fields.Errors.Add($"{fields.Prefix}{missing.Name}", "is required");
        }

        return new ResourceDto(type ?? "", id);
    }
}
