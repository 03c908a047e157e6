using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts;

internal sealed class EmailInput
{
    [Required(ErrorMessage = "Enter an e-mail address.")]
    [EmailAddress(ErrorMessage = "That is not an e-mail address.")]
    [StringLength(256, ErrorMessage = "An e-mail address has at most 256 characters.")]
    public string Email { get; set; } = "";
}
