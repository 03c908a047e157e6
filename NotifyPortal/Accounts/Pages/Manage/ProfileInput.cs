using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts.Pages.Manage;

internal sealed class ProfileInput
{
    [Required(ErrorMessage = "Enter your name.")]
    [StringLength(100, ErrorMessage = "A name has at most 100 characters.")]
    public string DisplayName { get; set; } = "";
}
