using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

public static class AccountsSetup
{
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        AddOptions(services);
        DataProtectionKeys.Add(builder);
        AddIdentity(services);
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<SignInStore>();
        services.AddSingleton<Admins>();
        services.AddSingleton<AccountAdministration>();
        services.AddSingleton<AccountList>();
        services.AddSingleton<GitHubLogins>();
        services.AddSingleton<AccountLinks>();
        services.AddSingleton<FirstAdmin>();
        services.AddSingleton<DemoAccounts>();
        services.AddSingleton<AccountMail>();
        services.AddHostedService(provider => provider.GetRequiredService<AccountMail>());
        services.AddHostedService<Welcome>();
        services.AddScoped<AccountCreation>();
        services.AddScoped<AccountTokens>();
        services.AddScoped<Passwords>();
        services.AddScoped<AccountRedirects>();

        return builder;
    }

    /// <summary>Who it is and what they may; what comes after, the limit on requests included, can tell.</summary>
    public static WebApplication UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();

        return app;
    }

    public static WebApplication MapAccounts(this WebApplication app)
    {
        AccountsEndpoints.Map(app);

        return app;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<SecurityOptions>().Configure<IHostEnvironment>((o, environment) => o.AllowHttp = environment.IsDevelopment())
            .BindConfiguration(SecurityOptions.Section).ValidateOnStart();
        services.AddOptions<DemoOptions>().Configure<IHostEnvironment>((o, environment) => o.Enabled = environment.IsDevelopment())
            .BindConfiguration(DemoOptions.Section).ValidateOnStart();
        services.AddOptions<PortalOptions>().BindConfiguration(PortalOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations()
            .Validate(o => o.Host is null or "" || o.From is { Length: > 0 }, "Mail:From must be set with Mail:Host.").ValidateOnStart();
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.Configure<IdentityOptions>(PortalDbContext.ConfigureStores);
        services.Configure<IdentityOptions>(Configure);
        services.Configure<DataProtectionTokenProviderOptions>(o => o.TokenLifespan = TimeSpan.FromHours(1));
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = 210_000); // what OWASP asks of PBKDF2 with SHA-512
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddAuthorizationBuilder().AddPolicy(Roles.AdminPolicy, policy => policy.RequireRole(Roles.Admin));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        AccountCookies.Add(services);
        services.AddIdentityCore<PortalUser>()
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<PortalDbContext>()
            .AddSignInManager<PortalSignInManager>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<Authenticator>(TokenOptions.DefaultAuthenticatorProvider);
    }

    private static void Configure(IdentityOptions identity)
    {
        identity.SignIn.RequireConfirmedAccount = true;
        identity.User.RequireUniqueEmail = true;
        identity.User.AllowedUserNameCharacters = ""; // the name is the address, and addresses have their own rules
        identity.Lockout.MaxFailedAccessAttempts = 5;
        identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        // Length is what protects; rules about digits and signs only make passwords alike.
        identity.Password = new PasswordOptions
        {
            RequiredLength = 12,
            RequireDigit = false,
            RequireLowercase = false,
            RequireUppercase = false,
            RequireNonAlphanumeric = false,
            RequiredUniqueChars = 1,
        };
    }
}
