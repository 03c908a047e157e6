using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class GuessingTests : AccountTest
{
    private readonly Hasher hasher = new();

    public GuessingTests() => App = new() { Extend = services => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<PortalUser>>(hasher)) };

    [Theory]
    [InlineData("nobody@example.org")]
    [InlineData("alice@example.org")]
    [InlineData("locked-out@example.org")]
    [InlineData("no-password@example.org")]
    public async Task A_guess_costs_one_hash_whatever_the_account(string email)
    {
        await App.AddUserAsync("alice");
        await AddAsync("locked-out@example.org", u => u.LockoutEnd = DateTimeOffset.MaxValue);
        await AddAsync("no-password@example.org", _ => { });
        hasher.Calls = 0;

        await Browser().SignInAsync(email, "not-the-password");

        Assert.Equal(1, hasher.Calls);
    }

    private Task<bool> AddAsync(string email, Action<PortalUser> change) => WithAsync(async (UserManager<PortalUser> users) =>
    {
        var user = new PortalUser { UserName = email, Email = email, EmailConfirmed = true };
        change(user);
        user.PasswordHash = user.LockoutEnd is null ? null : hasher.HashPassword(user, PortalApp.Password);

        return (await users.CreateAsync(user)).Succeeded;
    });

    private sealed class Hasher() : PasswordHasher<PortalUser>(Options.Create(new PasswordHasherOptions()))
    {
        public int Calls { get; set; }

        public override string HashPassword(PortalUser user, string password)
        {
            Calls++;

            return base.HashPassword(user, password);
        }

        public override PasswordVerificationResult VerifyHashedPassword(PortalUser user, string hashedPassword, string providedPassword)
        {
            Calls++;

            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
