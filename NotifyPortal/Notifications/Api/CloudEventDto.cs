using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NotifyPortal.Activities;

namespace NotifyPortal.Notifications.Api;

/// <summary>An event of CloudEvents 1.0.</summary>
internal sealed record CloudEventDto(
    [property: Description("1.0")] string Specversion,
    [property: Description("With the source it names the event: that is recorded once")] string Id,
    [property: Description("With the subject it is the activity's resource")] string Source,
    [property: Description("The activity's action"), MaxLength(100)] string Type)
{
    [MaxLength(255)]
    public string? Subject { get; init; }

    public DateTimeOffset? Time { get; init; }

    [Description("A user id or e-mail address; also read from data")]
    public string? Target { get; init; }

    [Description("A user id or e-mail address, any other name, or an object with a name; also read from data")]
    public object? Actor { get; init; }

    [Description("User ids or e-mail addresses, an array or separated by commas; also read from data")]
    public object? Recipients { get; init; }

    [Description("What is to be read, as in an activity; also read from data")]
    public Presentation? Notification { get; init; }

    [Description("Anything; of an object, the four members above are read where the event itself has none")]
    public object? Data { get; init; }

    internal static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var one = await context.GetOrCreateSchemaAsync(typeof(CloudEventDto), null, cancellationToken);
        ((OpenApiSchema)one).AdditionalProperties = new OpenApiSchema { Description = "Other attributes; they are ignored" };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "Structured, a batch, or in binary form: the attributes as ce-… headers, percent-encoded, and the data as the body.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/cloudevents+json"] = new()
                {
                    Schema = one,
                    Example = JsonNode.Parse("""
                        {"specversion": "1.0", "id": "A234-1234", "source": "/orders", "type": "order.shipped", "subject": "42",
                         "data": {"target": "alice@example.org", "notification": {"title": "Your order is on its way"}}}
                        """),
                },
                ["application/cloudevents-batch+json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } },
                ["*/*"] = new() { Schema = new OpenApiSchema { Description = "The data of an event in binary form" } },
            },
        };
    }
}
