using NotifyPortal.Accounts;
using NotifyPortal.Activities;

namespace NotifyPortal.Demo;

/// <summary>Who is on the demo's team: three with an account here, the others known to their tools only.</summary>
internal sealed class DemoCast(AccountRef alice, AccountRef bob, AccountRef admin)
{
    public const string AliceEmail = "alice@demo.local";
    public const string BobEmail = "bob@demo.local";
    public const string AdminEmail = "admin@demo.local";

    public static readonly Actor Maya = new(null, "Maya Lindqvist", "GitHub");
    public static readonly Actor Jonas = new(null, "Jonas Weber", "GitHub");
    public static readonly Actor Priya = new(null, "Priya Nair", "GitHub");
    public static readonly Actor Tomas = new(null, "Tomás Rey", "GitHub");
    public static readonly Actor Builds = new(null, "Nightly build", "CI");
    public static readonly Actor Monitoring = new(null, "Uptime", "Monitoring");

    public static readonly Actor[] Colleagues = [Maya, Jonas, Priya, Tomas];

    public Actor Alice { get; } = new(alice.Id, alice.Name);

    public Actor Bob { get; } = new(bob.Id, bob.Name);

    public Actor Admin { get; } = new(admin.Id, admin.Name);

    /// <summary>As people call each other.</summary>
    public static string FirstName(Actor actor) => actor.Name.Split(' ')[0];
}
