using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts.Pages;

internal sealed class CodeInput
{
    [Required(ErrorMessage = "Enter the code.")]
    [StringLength(40, ErrorMessage = "That is longer than any code.")]
    public string Code { get; set; } = "";

    public bool RememberMachine { get; set; }

    /// <summary>Without the spaces and dashes that people and apps put in.</summary>
    public string Digits => Code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
}
