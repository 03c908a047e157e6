using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>Accounts to try the portal with. Once made they are left alone: a changed password stays changed. Their making is no happening: the demo's history begins without it.</summary>
public sealed class DemoAccounts(IOptions<DemoOptions> demo, IServiceScopeFactory scopes, StoreWriter writer, TimeProvider clock)
{
    public const string Password = "Notify-demo-1!";

    public static readonly IReadOnlyList<(string Email, string Name, bool Admin)> All =
    [
        ("admin@demo.local", "Ada Okafor", true),
        ("alice@demo.local", "Alice Moreau", false),
        ("bob@demo.local", "Bob Tanaka", false),
    ];

    public bool Enabled => demo.Value.Enabled;

    /// <summary>Makes those that are missing.</summary>
    public async Task EnsureAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();

        foreach (var (email, name, admin) in Enabled ? All : [])
        {
            if (await users.FindByEmailAsync(email) is not null)
            {
                continue;
            }

            var user = new PortalUser { UserName = email, Email = email, EmailConfirmed = true, DisplayName = name, CreatedAt = clock.Now() };

            if ((await users.CreateAsync(user, Password)).Succeeded && admin)
            {
                await writer.WriteAsync((db, token) => Admins.GrantAsync(db, user.Id, token));
            }
        }
    }
}
