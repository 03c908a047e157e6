using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts;

/// <summary>A new password, typed twice.</summary>
internal class PasswordPair
{
    public const int MinLength = 12;

    /// <summary>Hashing longer ones would be work for us and no safety for them.</summary>
    public const int MaxLength = 128;

    public const string Hint = "At least 12 characters. A few words are fine.";

    [Required(ErrorMessage = "Choose a password.")]
    [StringLength(MaxLength, MinimumLength = MinLength, ErrorMessage = "A password has 12 to 128 characters.")]
    public string Password { get; set; } = "";

    [Compare(nameof(Password), ErrorMessage = "The two passwords differ.")]
    public string ConfirmPassword { get; set; } = "";
}
