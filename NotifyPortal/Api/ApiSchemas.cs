using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NotifyPortal.Api;

/// <summary>What the framework leaves open about types that converters of ours write.</summary>
internal static class ApiSchemas
{
    public static Task CompleteAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var perhaps = bare == type ? default : JsonSchemaType.Null;

        if (bare == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String | perhaps;
            schema.Format = "date-time";
        }
        else if (bare.IsEnum)
        {
            schema.Type = JsonSchemaType.String | perhaps;
        }
        else if (bare == typeof(JsonObject))
        {
            schema.Type = JsonSchemaType.Object | JsonSchemaType.Null;
        }
        else if (bare == typeof(JsonElement))
        {
            schema.Type = JsonSchemaType.Object; // free JSON is always an object
        }

        // What a request reads is never null where it must be given; the framework sees no setter and asks for nothing.
        if (type.Name.EndsWith("Request", StringComparison.Ordinal))
        {
            schema.Required = context.JsonTypeInfo.Properties.Where(property => !property.IsGetNullable).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        }

        foreach (var absent in context.JsonTypeInfo.Properties.Where(property => property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true)
            .OfType<JsonIgnoreAttribute>().Any(ignore => ignore.Condition == JsonIgnoreCondition.WhenWritingNull) == true))
        {
            schema.Required?.Remove(absent.Name);
        }

        return Task.CompletedTask;
    }
}
