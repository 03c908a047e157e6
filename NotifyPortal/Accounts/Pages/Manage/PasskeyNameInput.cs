using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts.Pages.Manage;

internal sealed class PasskeyNameInput
{
    [Required(ErrorMessage = "Enter a name.")]
    [StringLength(64, ErrorMessage = "A name has at most 64 characters.")]
    public string Name { get; set; } = "";
}
