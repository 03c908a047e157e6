using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Api;
using NotifyPortal.Commands;
using NotifyPortal.Data;
using NotifyPortal.Demo;
using NotifyPortal.Jobs;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Settings;
using NotifyPortal.Shell;
using NotifyPortal.Sources.GitHub;

try
{
    var builder = WebApplication.CreateBuilder(PortalCommands.Settings(args));
    builder.AddData();
    builder.AddJobs();
    builder.AddSettings();
    builder.AddLive();
    builder.AddActivities();
    builder.AddModules();
    builder.AddAccounts();
    builder.AddApi();
    builder.AddNotifications();
    builder.AddGitHub();
    builder.AddAdmin();
    builder.AddShell();
    builder.AddDemo();
    builder.AddCommands(args);
    await using var app = builder.Build();
    if (PortalCommands.Match(args)) { return await PortalCommands.RunAsync(app.Services, args); }
    var database = app.UseDataAsync();
    app.UseShell();
    app.UseApi();
    app.UseAccounts();
    app.MapAccounts();
    app.MapApi();
    app.MapNotifications();
    app.MapGitHub();
    app.MapAdmin();
    app.MapShell();
    await app.UseSettingsAsync(database);
    await app.UseDemoAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartupFailure.Tell(e)) { return 1; }
