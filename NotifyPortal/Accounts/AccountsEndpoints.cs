using System.Buffers.Text;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace NotifyPortal.Accounts;

/// <summary>What account pages need beside themselves.</summary>
internal static class AccountsEndpoints
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/Account").ExcludeFromDescription();
        account.MapPost("/Logout", LogoutAsync);
        account.MapPost("/PasskeyRequestOptions", PasskeyRequestOptionsAsync);
        account.MapPost("/PasskeyCreationOptions", PasskeyCreationOptionsAsync).RequireAuthorization();
        account.MapPost("/Manage/DownloadPersonalData", DownloadAsync).RequireAuthorization();
    }

    private static async Task<IResult> LogoutAsync(
        HttpContext context, [FromServices] SignInManager<PortalUser> signIn, [FromServices] IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await signIn.SignOutAsync();

        return TypedResults.Redirect(LocalUrl.OrHome(form["returnUrl"]));
    }

    private static async Task<IResult> PasskeyRequestOptionsAsync(
        HttpContext context, [FromServices] SignInManager<PortalUser> signIn, [FromServices] IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        // Without naming an account: the browser knows its passkeys, and nobody learns here who has one.
        return TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");
    }

    private static async Task<IResult> PasskeyCreationOptionsAsync(
        HttpContext context, [FromServices] UserManager<PortalUser> users, [FromServices] SignInManager<PortalUser> signIn, [FromServices] IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        if (await users.GetUserAsync(context.User) is not { } user)
        {
            return TypedResults.NotFound();
        }

        var options = await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id, Name = user.Email!, DisplayName = user.DisplayName });

        return TypedResults.Content(options, "application/json");
    }

    private static async Task<IResult> DownloadAsync(
        HttpContext context, ClaimsPrincipal principal, [FromServices] UserManager<PortalUser> users,
        [FromServices] SignInStore signIns, [FromServices] IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        if (await users.GetUserAsync(principal) is not { } user)
        {
            return TypedResults.NotFound();
        }

        var data = new
        {
            user.Id,
            user.DisplayName,
            user.Email,
            user.EmailConfirmed,
            user.PhoneNumber,
            user.CreatedAt,
            user.GitHubLogin,
            user.TwoFactorEnabled,
            Roles = await users.GetRolesAsync(user),
            Passkeys = (await users.GetPasskeysAsync(user)).Select(p => new { Id = Base64Url.EncodeToString(p.CredentialId), p.Name, p.CreatedAt }),
            SignIns = (await signIns.ListAsync(user.Id)).Select(s => new { s.Device, s.Address, s.CreatedAt, s.LastSeenAt }),
        };

        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(data, Indented), "application/json", "personal-data.json");
    }
}
