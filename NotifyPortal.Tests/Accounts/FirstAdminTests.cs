using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class FirstAdminTests : AccountTest
{
    [Fact]
    public async Task The_link_makes_an_admin_once()
    {
        var link = new Uri(App.Get<FirstAdmin>().Link()).PathAndQuery;

        await Browser().SubmitAsync(link, "first-admin", ("Input.DisplayName", "Ada"), ("Input.Email", "ada@example.org"),
            ("Input.Password", PortalApp.Password), ("Input.ConfirmPassword", PortalApp.Password));

        var admin = await SignedInAsync("ada@example.org");
        await admin.OpenAsync("/admin/users");
        Assert.Null((await Browser().OpenAsync(link)).QuerySelector("form"));
    }

    [Fact]
    public async Task Another_code_opens_nothing() =>
        Assert.Null((await Browser().OpenAsync("/Account/FirstAdmin?code=guess")).QuerySelector("form"));

    [Fact]
    public async Task There_is_no_link_once_there_is_an_admin()
    {
        await App.AddUserAsync("ada", Roles.Admin);

        Assert.Null((await Browser().OpenAsync(new Uri(App.Get<FirstAdmin>().Link()).PathAndQuery)).QuerySelector("form"));
    }
}
