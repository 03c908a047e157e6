using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Accounts;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Modules;

namespace NotifyPortal.Admin.Api;

/// <summary><c>/api/v1/admin/modules</c>: what is on.</summary>
internal static class ModulesApi
{
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("modules", ListAsync).RequireScope(Scopes.Admin).WithSummary("All modules with their switches");
        admin.MapPut("modules/{key}", SwitchAsync).RequireScope(Scopes.Admin).Reads<ModuleRequest>("""{"enabled": false}""").WithSummary("Switch a module on or off, for everyone")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<List<ModuleDto>>> ListAsync(ModuleService modules, CancellationToken cancellationToken) =>
        TypedResults.Ok((await modules.ListAsync(cancellationToken)).Select(ModuleDto.From).ToList());

    private static async Task<Results<Ok<ModuleDto>, NotFound, ValidationProblem>> SwitchAsync(
        string key, JsonBody body, Caller caller, ModuleService modules, AccountDirectory accounts)
    {
        var errors = new InputErrors();

        if (ModuleRequest.Read(body, errors) is not { } request)
        {
            return errors.ToProblem();
        }

        return await modules.SetEnabledAsync(key, request.Enabled, await ApiActor.OfAsync(caller, accounts)) is { } state
            ? TypedResults.Ok(ModuleDto.From(state))
            : TypedResults.NotFound();
    }
}

/// <summary>A switch to be set.</summary>
public sealed record ModuleRequest(bool Enabled)
{
    internal static ModuleRequest? Read(JsonBody body, InputErrors errors)
    {
        var fields = JsonFields.Of(body.Root, "", errors);
        var enabled = fields?.Flag("enabled");
        fields?.Close();

        if (fields is not null && fields.Value("enabled") is null)
        {
            errors.Add("enabled", "is required");
        }

        return errors.Any ? null : new ModuleRequest(enabled!.Value);
    }
}

/// <summary>A module with its switch.</summary>
/// <param name="ChangedAt">Null: it was never switched.</param>
public sealed record ModuleDto(
    string Key, string Name, string Description, string Icon, IReadOnlyList<ModulePage> Pages, bool Enabled, DateTimeOffset? ChangedAt, string? ChangedBy)
{
    internal static ModuleDto From(ModuleState state) => new(
        state.Definition.Key, state.Definition.Name, state.Definition.Description, state.Definition.Icon, state.Definition.Pages,
        state.Enabled, state.ChangedAt, state.ChangedBy);
}
