using System.Text.Json.Nodes;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Sources.GitHub;

/// <summary>Deliveries that GitHub and its servers really made (npm <c>@octokit/webhooks-examples</c>), as the sample has them.</summary>
internal static class Recorded
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "../../../../samples/github/node_modules/@octokit/webhooks-examples");

    /// <summary>Everything there is, of github.com and of every version of the server.</summary>
    public static IReadOnlyList<(string Event, JsonNode Delivery)> All() =>
        [.. Directory.GetFiles(Needed(), "index.json", SearchOption.AllDirectories).SelectMany(Read).Select(d => (d.Event, d.Delivery))];

    /// <summary>Those of github.com in the order of the sample: one of each kind, then the next of each.</summary>
    public static IReadOnlyList<(string Event, JsonNode Delivery)> AsReplayed() =>
        [.. Read(Path.Combine(Needed(), "api.github.com/index.json")).OrderBy(d => d.Turn).Select(d => (d.Event, d.Delivery))];

    /// <summary>The first of github.com that did this, with some of its members changed.</summary>
    public static JsonNode First(string name, string action, string changes = "{}")
    {
        var delivery = AsReplayed().First(d => d.Event == name && (string?)d.Delivery["action"] == action).Delivery;
        Merge(delivery.AsObject(), JsonNode.Parse(changes)!.AsObject());

        return delivery;
    }

    private static string Needed()
    {
        Needs.Tool(Needs.Node);

        return Folder;
    }

    private static IEnumerable<(string Event, JsonNode Delivery, int Turn)> Read(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsArray()
        .SelectMany(kind => kind!["examples"]!.AsArray().Select((delivery, turn) => ((string)kind["name"]!, delivery!, turn)));

    private static void Merge(JsonObject into, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is JsonObject nested && into[name] is JsonObject part)
            {
                Merge(part, nested);
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }
}
