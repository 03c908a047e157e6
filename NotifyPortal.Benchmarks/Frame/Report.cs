using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyPortal.Benchmarks.Frame;

/// <summary>Prints what is measured as it comes, and keeps the same as JSON.</summary>
public sealed class Report(TextWriter output)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonArray scenarios = [];
    private readonly List<Goal> goals = [];
    private JsonObject current = [];
    private string number = "", machine = "";

    /// <summary>Every goal so far.</summary>
    public IReadOnlyList<Goal> Goals => goals;

    /// <summary>What it is measured on; stands first.</summary>
    public void Machine(string description)
    {
        machine = description;
        output.WriteLine(description);
    }

    public void Begin(Scenario scenario)
    {
        number = scenario.Number;
        current = new JsonObject
        {
            ["number"] = scenario.Number,
            ["name"] = scenario.Name,
            ["figures"] = new JsonArray(),
            ["goals"] = new JsonArray(),
            ["notes"] = new JsonArray(),
        };
        scenarios.Add(current);
        output.WriteLine();
        output.WriteLine($"{scenario.Number} {scenario.Name}: {scenario.Title}");
    }

    /// <summary>Portal, peer and ratio in one line.</summary>
    public void Add(Comparison figure)
    {
        output.WriteLine($"  {figure.What}: portal {figure.Portal}, {figure.Peer} {figure.Bare}, ratio {figure.Ratio}");
        Keep("figures", new JsonObject
        {
            ["what"] = figure.What,
            ["peer"] = figure.Peer,
            ["unit"] = figure.Unit,
            ["portal"] = Json(figure.Portal),
            ["bare"] = Json(figure.Bare),
            ["ratio"] = Json(figure.Ratio),
        });
    }

    /// <summary>A figure that stands alone.</summary>
    public void Add(string what, Series figure)
    {
        output.WriteLine($"  {what}: {figure}");
        Keep("figures", new JsonObject { ["what"] = what, ["unit"] = figure.Unit, ["portal"] = Json(figure) });
    }

    /// <summary>Something the reader must know: what could not be measured, and why.</summary>
    public void Note(string text)
    {
        output.WriteLine($"  {text}");
        Keep("notes", text);
    }

    public void AtLeast(string what, double measured, double limit, string unit = "×") => Add(new Goal(number, what, measured, limit, unit, AtLeast: true));

    public void AtMost(string what, double measured, double limit, string unit = "×") => Add(new Goal(number, what, measured, limit, unit, AtLeast: false));

    /// <summary>What another run of this program, under another condition, has measured for the scenario; it has printed it itself.</summary>
    public void Merge(JsonObject scenario)
    {
        foreach (var list in new[] { "figures", "goals", "notes" })
        {
            foreach (var item in scenario[list]!.AsArray())
            {
                Keep(list, item!.DeepClone());
            }
        }

        goals.AddRange(scenario["goals"]!.AsArray().Select(Goal));
    }

    public string ToJson(bool quick) => new JsonObject
    {
        ["quick"] = quick,
        ["machine"] = machine,
        ["scenarios"] = scenarios.DeepClone(),
    }.ToJsonString(Indented);

    private void Add(Goal goal)
    {
        goals.Add(goal);
        output.WriteLine($"  {goal}");
        Keep("goals", new JsonObject
        {
            ["scenario"] = goal.Scenario,
            ["what"] = goal.What,
            ["measured"] = Number(goal.Measured),
            ["limit"] = goal.Limit,
            ["unit"] = goal.Unit,
            ["atLeast"] = goal.AtLeast,
            ["reached"] = goal.Reached,
        });
    }

    private void Keep(string list, JsonNode what) => current[list]!.AsArray().Add(what);

    private static Goal Goal(JsonNode? goal) => new(
        goal!["scenario"]!.GetValue<string>(), goal["what"]!.GetValue<string>(), goal["measured"]?.GetValue<double>() ?? double.NaN,
        goal["limit"]!.GetValue<double>(), goal["unit"]!.GetValue<string>(), goal["atLeast"]!.GetValue<bool>());

    private static JsonObject Json(Series series) => new()
    {
        ["median"] = Number(series.Median),
        ["min"] = Number(series.Min),
        ["max"] = Number(series.Max),
        ["count"] = series.Count,
    };

    // JSON knows neither "not a number" nor infinity.
    private static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;
}
