using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.History;

/// <summary>Knows by their names the times at which messages are made. Other times, such as that of the last change, are of something else.</summary>
internal static class MessageTimes
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Created", "CreatedAt", "CreatedOn", "CreatedUtc", "CreatedAtUtc", "CreatedTime", "CreatedDate", "CreationTime",
        "Timestamp", "Time", "Date", "DateTime", "Ts", "At", "SentAt", "StoredAt", "SavedAt", "AddedAt", "InsertedAt", "WrittenAt", "MessageTime",
    };

    public static bool IsOfMessage(string name) => Names.Contains(name);

    public static bool IsColumn(string name) => Names.Contains(name.Replace("_", ""));

    /// <summary>Whether values of the type can be times, as such or as a number of seconds or ticks.</summary>
    public static bool IsTime(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_DateTime or SpecialType.System_Int64 } or { Name: "DateTimeOffset" }
        || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && IsTime(nullable.TypeArguments[0]));
}
