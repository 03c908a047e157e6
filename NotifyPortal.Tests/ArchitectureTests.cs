using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Live;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests;

/// <summary>Who may use whom, and other rules of the house that the compiler does not know: held by reading the sources.</summary>
public sealed partial class ArchitectureTests
{
    private const string Everything = "*";

    /// <summary>Feature → what it may use. Ui may be used by all and uses nothing; a feature's own Api/ may use Api.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Program.cs"] = [Everything],
        ["_Imports.razor"] = [],
        ["Commands"] = [Everything],
        ["Demo"] = [Everything],
        ["Admin"] = ["Accounts", "Activities", "Api", "Data", "Jobs", "Live", "Modules", "Notifications", "Settings", "Sources"],
        ["Shell"] = ["Accounts", "Live", "Modules", "Notifications"],
        ["Notifications"] = ["Accounts", "Activities", "Data", "Jobs", "Live", "Modules", "Settings"],
        ["Sources"] = ["Accounts", "Activities", "Api", "Data", "Notifications"], // a source brings types of its own, and its links obey SafeLink
        ["Modules"] = ["Activities", "Data", "Live"],
        ["Accounts"] = ["Activities", "Data", "Live"],
        ["Settings"] = ["Data", "Jobs", "Live"],
        ["Activities"] = ["Data", "Live"],
        ["Api"] = ["Accounts", "Data"],
        ["Jobs"] = ["Data"],
        ["Data"] = [],
        ["Live"] = [],
        ["Ui"] = [],
    };

    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, ".."));

    private static readonly IReadOnlyList<Source> Portal = Read("NotifyPortal");

    [Fact]
    public void Features_use_only_whom_they_may()
    {
        var uses = from source in Portal
                   from used in source.Uses.Where(used => used != source.Feature && used != "Ui")
                   where MayUse[source.Feature] is not [Everything] && !MayUse[source.Feature].Contains(used)
                   where !(used == "Api" && source.Path.Contains("/Api/", StringComparison.Ordinal))
                   where !(source.Path == "Data/PortalDbContext.cs" && used == "Accounts") // the user class
                   select $"{source.Path} uses {used}";

        Assert.Empty(uses);
    }

    [Fact]
    public void A_namespace_is_its_folder() => AssertNone(
        source => Namespace().Match(source.Text) is { Success: true } match
            && match.Groups["name"].Value != $"NotifyPortal.{Path.GetDirectoryName(source.Path)!.Replace('/', '.')}", "stands in another namespace than its folder");

    [Fact]
    public void Who_may_use_whom_goes_one_way()
    {
        var rest = MayUse.ToDictionary(f => f.Key, f => f.Value.Where(MayUse.ContainsKey).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

        while (rest.FirstOrDefault(f => f.Value.Count == 0).Key is { } settled)
        {
            rest.Remove(settled);
            rest.Values.ToList().ForEach(uses => uses.Remove(settled));
        }

        Assert.Empty(rest.Keys);
    }

    [Fact]
    public void There_is_one_broker()
    {
        var services = new List<ServiceDescriptor>();
        using var app = new PortalApp().WithWebHostBuilder(builder => builder.ConfigureServices(all => services.AddRange(all)));
        _ = app.Services;

        Assert.Equal(ServiceLifetime.Singleton, Assert.Single(services, s => s.ServiceType == typeof(NotificationBroker)).Lifetime);
    }

    // Whoever lists or counts what is stored follows it. What only acts, or shows what it is given, injects these without reading for show.
    [Fact]
    public void What_shows_stored_things_is_live() => AssertNone(
        source => source is { IsRazor: true, Feature: "Admin" or "Notifications" or "Shell", Path: not "Admin/UserRow.razor" } // it counts once, for a question
            && Reading().IsMatch(source.Text) && !Live().IsMatch(source.Text), "reads what it shows but is not live");

    [Fact]
    public void No_page_sees_a_context() => AssertNone(source => source.IsRazor && source.Text.Contains("DbContext", StringComparison.Ordinal), "names a DbContext");

    [Fact]
    public void The_ui_kit_is_named_in_pages_and_the_shell_only() => AssertNone(
        source => !source.IsRazor && source.Feature != "Shell" && source.Text.Contains("Radzen", StringComparison.Ordinal), "names the UI kit");

    [Fact]
    public void Nobodys_data_becomes_markup() => AssertNone(source => Markup().IsMatch(source.Text), "makes markup of text");

    [Fact]
    public void No_file_is_longer_than_250_lines() =>
        Assert.Empty(Portal.Concat(Read("NotifyPortal.Tests")).Concat(Read("NotifyPortal.Benchmarks")).Where(s => s.Lines > 250).Select(s => $"{s.Path}: {s.Lines} lines"));

    [Fact]
    public void The_program_is_a_table_of_contents() => Assert.InRange(Portal.Single(s => s.Path == "Program.cs").Lines, 10, 50);

    private static void AssertNone(Func<Source, bool> offends, string what) => Assert.Empty(Portal.Where(offends).Select(s => $"{s.Path} {what}"));

    private static List<Source> Read(string project) =>
        [.. from file in Directory.EnumerateFiles(Path.Combine(Root, project), "*", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Path.Combine(Root, project), file).Replace('\\', '/')
            where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
            where !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal)
            select new Source(path, File.ReadAllText(file))];

    private static string Here([CallerFilePath] string path = "") => path;

    // `Accounts.Roles.AdminPolicy` in a page names a feature as much as a using does.
    [GeneratedRegex(@"NotifyPortal\.(?<feature>[A-Z]\w*)|(?<![\w.""/])(?<feature>Accounts|Activities|Admin|Api|Commands|Data|Demo|Jobs|Live|Modules|Notifications|Settings|Shell|Sources)\.[A-Z]")]
    private static partial Regex Used();

    [GeneratedRegex(@"@inject (?:Inboxes|AdminStats|ModuleService|ActivityLog|AllNotifications)\b(?s:.*)\b(?:Count\w*|Recent|List|Find\w*|IsEnabled|Stats|Totals|ByType|CreatedPer\w+)Async\(")]
    private static partial Regex Reading();

    [GeneratedRegex(@"^@inherits (?:LiveComponentBase|NotificationComponentBase|OverviewPart)\r?$", RegexOptions.Multiline)]
    private static partial Regex Live();

    [GeneratedRegex(@"^@?namespace (?<name>[\w.]+);?\r?$", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bMarkupString\b|\bAddMarkupContent\b")]
    private static partial Regex Markup();

    private sealed record Source(string Path, string Text)
    {
        public string Feature => Path.Split('/')[0];

        public bool IsRazor => Path.EndsWith(".razor", StringComparison.Ordinal);

        public int Lines => Text.Count(c => c == '\n');

        public IEnumerable<string> Uses => Used().Matches(Code).Select(m => m.Groups["feature"].Value).Where(MayUse.ContainsKey).Distinct(StringComparer.Ordinal);

        // Comments may speak of anyone.
        private string Code => string.Join('\n', Text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
    }
}
