using System.Text.Json.Nodes;
using NotifyPortal.Benchmarks.Frame;

namespace NotifyPortal.Tests.Benchmarks;

/// <summary>The frame that figures come out of, where it can be wrong. Nothing is timed here.</summary>
public sealed class FrameTests
{
    private readonly StringWriter output = new();
    private readonly Report report;

    public FrameTests()
    {
        report = new Report(output);
        report.Begin(new Sample());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 3)]
    [InlineData(75, 4)]
    [InlineData(99, 4.96)]
    [InlineData(100, 5)]
    public void A_percentile_stands_between_its_neighbours(double percent, double expected) =>
        Assert.Equal(expected, new Series("ms", [5, 1, 4, 2, 3]).Percentile(percent), 6);

    [Fact]
    public void The_median_of_an_even_number_is_the_mean_of_the_middle_two() => Assert.Equal(2.5, new Series("ms", [1, 2, 3, 100]).Median);

    [Fact]
    public void Of_nothing_there_is_no_median() => Assert.True(double.IsNaN(new Series("ms", []).Median));

    [Fact]
    public void The_ratio_is_taken_round_by_round() => Assert.Equal(2, new Comparison("it", "ms", [2, 40, 6], [1, 20, 3]).Ratio.Max);

    [Theory]
    [InlineData(0.49, "not reached")]
    [InlineData(0.5, "reached")]
    [InlineData(double.NaN, "not reached")]
    public void At_least_so_much_is_reached_from_there_up(double measured, string verdict)
    {
        report.AtLeast("rate", measured, 0.5);

        Assert.EndsWith($": {verdict}", LastLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, "reached")]
    [InlineData(15.1, "not reached")]
    [InlineData(double.NaN, "not reached")]
    public void At_most_so_much_is_reached_up_to_there(double measured, string verdict)
    {
        report.AtMost("p99", measured, 15, "ms");

        Assert.EndsWith($": {verdict}", LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_says_portal_bare_and_ratio()
    {
        report.Add(new Comparison("16 callers", "/s", [100, 200, 300], [400, 400, 400]));

        Assert.Equal("  16 callers: portal 200 /s (100–300), bare 400 /s (400–400), ratio 0.5 × (0.25–0.75)", LastLine);
    }

    [Fact]
    public void Json_holds_what_was_printed()
    {
        report.Add(new Comparison("16 callers", "/s", [200], [400]));
        report.AtLeast("rate", 0.5, 0.4);
        var scenario = Json(report)["scenarios"]![0]!;

        Assert.Equal("sample", scenario["name"]!.GetValue<string>());
        Assert.Equal(200, scenario["figures"]![0]!["portal"]!["median"]!.GetValue<double>());
        Assert.Equal(400, scenario["figures"]![0]!["bare"]!["median"]!.GetValue<double>());
        Assert.Equal(0.5, scenario["figures"]![0]!["ratio"]!["median"]!.GetValue<double>());
        Assert.True(scenario["goals"]![0]!["reached"]!.GetValue<bool>());
    }

    [Fact]
    public void What_could_not_be_measured_is_null_in_json()
    {
        report.AtLeast("rate", double.NaN, 0.4);

        Assert.Null(Json(report)["scenarios"]![0]!["goals"]![0]!["measured"]);
    }

    [Fact]
    public void What_a_second_process_measured_is_taken_in()
    {
        var other = new Report(TextWriter.Null);
        other.Begin(new Sample());
        other.AtMost("p99", 12, 15, "ms");
        other.Note("slow");

        report.Merge(Json(other)["scenarios"]![0]!.AsObject());

        Assert.True(Assert.Single(report.Goals).Reached);
        Assert.Equal("slow", Json(report)["scenarios"]![0]!["notes"]![0]!.GetValue<string>());
    }

    [Fact]
    public void Names_and_options_stand_in_any_order()
    {
        var options = RunOptions.Parse(["--quick", "read", "--json", "out.json", "publish"], ["publish", "read"], TextWriter.Null)!;

        Assert.Equal(["read", "publish"], options.Names);
        Assert.True(options.Quick);
        Assert.Equal("out.json", options.Json);
    }

    [Fact]
    public void An_unknown_name_is_refused_and_the_known_ones_are_told()
    {
        Assert.Null(RunOptions.Parse(["raed"], ["publish", "read"], output));
        Assert.Contains("publish read", output.ToString(), StringComparison.Ordinal);
    }

    private string LastLine => output.ToString().TrimEnd().Split(Environment.NewLine)[^1];

    private static JsonNode Json(Report report) => JsonNode.Parse(report.ToJson(quick: true))!;

    private sealed class Sample : Scenario
    {
        public override string Number => "S0";

        public override string Name => "sample";

        public override string Title => "a sample";

        public override Task RunAsync(Report report, RunOptions options) => Task.CompletedTask;
    }
}
