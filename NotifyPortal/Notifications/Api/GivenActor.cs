using System.Text.Json;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Api;

/// <summary>An actor as callers name it: a string that may be an account's id or address, or the bare name of someone without one.</summary>
public sealed record GivenActor(string Name, bool MayBeAccount)
{
    private const int MaxLength = 255;

    /// <summary>Null when there is none, or it is at fault.</summary>
    public static GivenActor? Read(JsonFields fields, string name)
    {
        if (fields.Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return fields.Errors.Line(fields.Prefix + name, value.GetString(), MaxLength) is { } text ? new(text, true) : null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            fields.Errors.Add(fields.Prefix + name, "must be a string or an object with a name");

            return null;
        }

        return ReadName(fields.Nested(name)!);
    }

    /// <summary>The actor, vouched for by whoever calls unless that is the actor.</summary>
    /// <param name="accounts">What <see cref="AccountDirectory"/> knows of the names given, and of the caller's own id.</param>
    /// <param name="caller">Who says so.</param>
    public Actor Resolve(IReadOnlyDictionary<string, AccountRef> accounts, Caller caller)
    {
        var account = MayBeAccount ? accounts.GetValueOrDefault(Name) : null;
        var via = caller.KeyName ?? (account is not null && account.Id == caller.UserId ? null : accounts.GetValueOrDefault(caller.UserId ?? "")?.Name);

        return new Actor(account?.Id, account?.Name ?? Name, via);
    }

    private static GivenActor? ReadName(JsonFields fields)
    {
        var name = fields.Errors.Line($"{fields.Prefix}name", fields.Text("name"), MaxLength);
        fields.Close();

        if (name is null)
        {
            fields.Errors.Add($"{fields.Prefix}name", "is required");

            return null;
        }

        return new(name, false);
    }
}
