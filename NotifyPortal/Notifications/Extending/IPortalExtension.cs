namespace NotifyPortal.Notifications.Extending;

/// <summary>
/// What another assembly adds to the portal: types, views, link templates, modules, services. It needs a constructor without parameters;
/// filters, observers and pages of the assembly are found by themselves.
/// </summary>
public interface IPortalExtension
{
    void Add(IServiceCollection services);
}
