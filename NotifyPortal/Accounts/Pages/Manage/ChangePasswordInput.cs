using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts.Pages.Manage;

internal sealed class ChangePasswordInput : PasswordPair
{
    [Required(ErrorMessage = "Enter your current password.")]
    [StringLength(MaxLength)]
    public string OldPassword { get; set; } = "";
}
