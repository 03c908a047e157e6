using System.CommandLine;
using NotifyPortal.Accounts;

namespace NotifyPortal.Commands;

/// <summary><c>users add</c> and <c>users list</c>.</summary>
internal static class UsersCommand
{
    public static Command Create(IServiceProvider services) => new("users", "Adds and lists accounts.") { Add(services), List(services) };

    private static Command Add(IServiceProvider services)
    {
        var email = new Option<string>("--email") { Description = "The address to sign in with.", Required = true };
        var admin = new Option<bool>("--admin") { Description = "Make it an admin." };
        var command = new Command("add", "Adds an account and prints a one-time link to set its password (good for an hour).") { email, admin };
        command.SetAction((parsed, _) => AddAsync(services, parsed.GetValue(email)!, parsed.GetValue(admin)));

        return command;
    }

    private static Command List(IServiceProvider services)
    {
        var command = new Command("list", "Lists all accounts.");
        command.SetAction((_, token) => ListAsync(services, token));

        return command;
    }

    private static async Task<int> AddAsync(IServiceProvider services, string email, bool admin)
    {
        await using var scope = services.CreateAsyncScope();
        var creation = scope.ServiceProvider.GetRequiredService<AccountCreation>();
        var (user, result) = await creation.CreateAsync(email, null, null, confirmed: true);

        if (!result.Succeeded)
        {
            await Console.Error.WriteLineAsync(string.Join(" ", result.Errors.Select(e => e.Description).Distinct(StringComparer.Ordinal)));

            return 1;
        }

        if (admin)
        {
            await creation.MakeAdminAsync(user);
        }

        Console.WriteLine($"{user.Email} was added{(admin ? " as an admin" : "")}. This link sets the password; it works once, within an hour:");
        Console.WriteLine(await scope.ServiceProvider.GetRequiredService<AccountTokens>().PasswordLinkAsync(user, null));

        return 0;
    }

    private static async Task<int> ListAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var account in await services.GetRequiredService<AccountList>().AllAsync(cancellationToken))
        {
            string?[] marks = [account.IsAdmin ? "admin" : null, account.LockedAt is null ? null : "locked", account.Confirmed ? null : "unconfirmed"];
            Console.WriteLine($"{account.Email,-40} {account.Name,-30} {string.Join(", ", marks.Where(m => m is not null))}".TrimEnd());
        }

        return 0;
    }
}
