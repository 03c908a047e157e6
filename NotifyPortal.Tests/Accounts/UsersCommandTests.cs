using System.Diagnostics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class UsersCommandTests : AccountTest
{
    [Fact]
    public async Task A_user_added_beside_a_running_server_signs_in_with_the_printed_link()
    {
        var browser = Browser();
        await browser.OpenAsync("/Account/Login");

        var (exit, output) = await RunAsync("users", "add", "--email", "dora@example.org", "--admin");

        Assert.Equal(0, exit);
        var link = new Uri(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim());
        await browser.SubmitAsync(link.PathAndQuery, "reset-password", ("Input.Password", PortalApp.Password), ("Input.ConfirmPassword", PortalApp.Password));
        var dora = await SignedInAsync("dora@example.org");
        await dora.OpenAsync("/admin/users");
    }

    [Fact]
    public async Task The_list_names_everyone()
    {
        await App.AddUserAsync("alice");

        var (exit, output) = await RunAsync("users", "list");

        Assert.Equal(0, exit);
        Assert.Contains(Alice, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_address_is_refused()
    {
        await App.AddUserAsync("alice");

        var (exit, _) = await RunAsync("users", "add", "--email", Alice);

        Assert.Equal(1, exit);
    }

    private async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };

        foreach (var (key, value) in App.Database.Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["Logging__LogLevel__Default"] = "Warning";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        return (process.ExitCode, output);
    }
}
