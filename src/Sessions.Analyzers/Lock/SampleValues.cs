namespace Sessions.Analyzers.Lock;

/// <summary>The samples of types that System.Text.Json has a converter for.</summary>
internal static class SampleValues
{
    private static readonly Dictionary<string, LockJson> Values = new(StringComparer.Ordinal)
    {
        ["bool"] = LockJson.Of(LockJsonKind.Word, "true"),
        ["char"] = Text("a"),
        ["decimal"] = Number("1.25"),
        ["double"] = Number("1.5"),
        ["float"] = Number("1.5"),
        ["System.Half"] = Number("1.5"),
        ["System.DateOnly"] = Text("2024-02-29"),
        ["System.DateTime"] = Text("2024-02-29T12:34:56Z"),
        ["System.DateTimeOffset"] = Text("2024-02-29T12:34:56+02:00"),
        ["System.Guid"] = Text("01234567-89ab-cdef-0123-456789abcdef"),
        ["System.TimeOnly"] = Text("12:34:56"),
        ["System.TimeSpan"] = Text("01:02:03"),
        ["System.Uri"] = Text("https://example.com/"),
        ["System.Version"] = Text("1.2.3"),
        ["System.Text.Json.Nodes.JsonArray"] = LockJson.Of(LockJsonKind.Array, []),
        ["System.Text.Json.Nodes.JsonObject"] = LockJson.Of(LockJsonKind.Object, []),
        [TypeNotation.Base64] = Text("AQID"),
    };

    private static readonly HashSet<string> Integers = new(StringComparer.Ordinal)
    {
        "byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong", "System.Int128", "System.UInt128",
    };

    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "string", "object", "System.Text.Json.JsonDocument", "System.Text.Json.JsonElement", "System.Text.Json.Nodes.JsonNode", "System.Text.Json.Nodes.JsonValue",
    };

    public static LockJson Null { get; } = LockJson.Of(LockJsonKind.Word, "null");

    /// <summary>A value of the type; <see langword="null"/> where it is not one of those.</summary>
    public static LockJson? Of(string type, string name) =>
        Texts.Contains(type) ? Text(name)
        : Integers.Contains(type) ? Number("1")
        : Values.TryGetValue(type, out var value) ? value
        : null;

    private static LockJson Text(string text) => LockJson.Of(LockJsonKind.String, text);

    private static LockJson Number(string number) => LockJson.Of(LockJsonKind.Number, number);
}
