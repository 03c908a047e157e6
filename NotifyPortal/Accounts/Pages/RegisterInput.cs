using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts.Pages;

internal sealed class RegisterInput : PasswordPair
{
    [Required(ErrorMessage = "Enter your name.")]
    [StringLength(100, ErrorMessage = "A name has at most 100 characters.")]
    public string DisplayName { get; set; } = "";

    [Required(ErrorMessage = "Enter your e-mail address.")]
    [EmailAddress(ErrorMessage = "That is not an e-mail address.")]
    [StringLength(256, ErrorMessage = "An e-mail address has at most 256 characters.")]
    public string Email { get; set; } = "";
}
