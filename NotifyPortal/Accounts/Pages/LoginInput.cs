using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts.Pages;

internal sealed class LoginInput
{
    [Required(ErrorMessage = "Enter your e-mail address.")]
    [StringLength(256)]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Enter your password.")]
    [StringLength(PasswordPair.MaxLength)]
    public string Password { get; set; } = "";

    public bool RememberMe { get; set; }

    public PasskeyInput? Passkey { get; set; }
}
