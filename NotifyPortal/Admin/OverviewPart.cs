using System.Security.Claims;
using NotifyPortal.Live;

namespace NotifyPortal.Admin;

/// <summary>A part of the overview: it reads again when any notification of anyone changes.</summary>
public abstract class OverviewPart : LiveComponentBase
{
    protected override IEnumerable<LiveTopic> TopicsOf(ClaimsPrincipal user) => [LiveTopic.Admins];

    protected override bool Concerns(LiveEvent signal) => signal.Kind is not (LiveEventKind.Activity or LiveEventKind.Account);
}
