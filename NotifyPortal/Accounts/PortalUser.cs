using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Accounts;

/// <summary>A person with an account. E-mail and user name are the same.</summary>
public sealed class PortalUser : IdentityUser
{
    /// <summary>The name others see. Required at registration; at most 100 characters.</summary>
    [StringLength(100)]
    public string DisplayName { get; set; } = "";

    /// <summary>Set while an admin has locked the account: no sign-in, and nothing is sent to it. (Identity's own lockout only slows password guessing.)</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Who this is on GitHub, as an admin has vouched; in lower case, for GitHub's logins ignore it. Null: nobody there.</summary>
    [StringLength(GitHubLogins.MaxLength)]
    public string? GitHubLogin { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<PortalUser>
    {
        public void Configure(EntityTypeBuilder<PortalUser> user)
        {
            user.HasIndex(u => u.GitHubLogin).IsUnique();
            user.HasIndex(u => u.DeactivatedAt).HasFilter($"\"{nameof(DeactivatedAt)}\" IS NOT NULL"); // few, and asked for with each sending to many
        }
    }
}
