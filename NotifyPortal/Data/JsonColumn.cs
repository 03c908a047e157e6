using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Data;

/// <summary>Texts that are JSON: on SQLite a text like any other, on PostgreSQL of a type that the server checks.</summary>
internal static class JsonColumn
{
    internal const string Annotation = "NotifyPortal:Json";

    /// <summary>What a sender said: kept letter by letter, so that it reads the same on both engines. jsonb would reorder its members.</summary>
    public static PropertyBuilder<string?> IsJsonAsSaid(this PropertyBuilder<string?> property) => property.HasAnnotation(Annotation, "json");

    /// <summary>What the portal alone writes, and the database looks into.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Annotation, "jsonb");
}
