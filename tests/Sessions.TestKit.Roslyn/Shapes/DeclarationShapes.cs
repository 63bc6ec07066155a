namespace Sessions.Shapes;

/// <summary>The ways to declare a state type: where it stands, what it is, and how its members are made.</summary>
public static class DeclarationShapes
{
    private static readonly (string Open, string Close, string Prefix)[] Namespaces =
    [
        ("", "", ""),
        ("namespace N~;", "", "N~."),
        ("namespace N~.@class {", "}", "N~.class."),
        ("namespace N~ { namespace Inner {", "} }", "N~.Inner."),
    ];

    private static readonly (string Open, string Close, string Prefix)[] Containers =
    [
        .. new[] { "public partial class", "internal static partial class", "public partial struct", "internal readonly partial record struct", "public sealed partial record", "public partial interface", "internal ref partial struct" }
            .Select(container => ($"namespace N~; {container} Outer {{", "}", "N~.Outer+")),
        ("public partial class Outer~ { internal partial interface IMiddle { public partial record struct @Inner {", "} } }", "Outer~+IMiddle+Inner+"),
    ];

    private static readonly string[] Kinds = ["public sealed partial record", "public partial record class", "public sealed partial class", "internal partial class"];

    private static readonly string[] NestedKinds = [.. Kinds, "private sealed partial record", "private partial class"];

    private static readonly StateBody[] Bodies =
    [
        new("init", "{ public int A { get; init; } = 1; public string? B { get; init; } = \"b\"; %}", "new P~ { A = 2, B = null }"),
        new("set", "{ public int A { get; set; } = 1; public string? B { get; set; } = \"b\"; %}", "new P~ { A = 2 }"),
        new("required", "{ public required int A { get; init; } public required string? B { get; set; } %}", "new P~ { A = 2, B = \"c\" }"),
        new("included setter", "{ [JsonInclude] public int A { get; private set; } = 1; [JsonInclude] public string? B { get; internal init; } %}", "new P~ { A = 2, B = \"c\" }"),
        new("included field", "{ [JsonInclude] public int A; [JsonInclude] private string? _b = \"b\"; public string? Read() => _b; %}", "new P~ { A = 2, _b = \"c\" }"),
        new("keywords", "{ public int @class { get; init; } public string? @event { get; set; } public bool @record { get; set; } public int @Δδ { get; set; } %}", "new P~ { @class = 2, @event = \"c\", @Δδ = 3 }"),
        new("obsolete", "{ [Obsolete] public int A { get; set; } [Obsolete(\"old\", DiagnosticId = \"OLD1\")] public string? B { get; init; } = \"b\"; %}", "new P~()"),
        new("oblivious", "\n#nullable disable\n{ public string A { get; set; } public List<string> B { get; init; } = new(); public string[] C { get; set; } %}\n#nullable restore\n", "new P~ { B = new List<string> { null, \"c\" } }"),
        new("marked constructor", "{ public P~() { } [JsonConstructor] private P~(int a, string? b) { A = a; B = b; } public int A { get; } public string? B { get; } = \"b\"; %}", "new P~(2, \"c\")"),
        new("names", "{ [JsonPropertyName(\"the a\"), JsonPropertyOrder(2)] public int A { get; init; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? B { get; set; } public int C => A * 2; [JsonIgnore] public Action? D { get; set; } %}", "new P~ { A = 2 }"),
        new("parameters", "(int A, string? B = \"b\", double C = double.NegativeZero) { public int D { get; init; } = 4; %}", "new P~(2) { D = 5 }", IsForClasses: false),
        new("inherited", " : Base~ { public int A { get; init; } public override string? Text { get; init; } = \"t\"; %}\n public abstract record Base~ { public long Own { get; init; } = 3; public virtual string? Text { get; init; } [JsonInclude] protected int Kept { get; set; } = 7; }", "new P~ { A = 2, Own = 4 }", IsForClasses: false),
        new("parameters and properties", "(int a, string? b) { public int A { get; } = a; public string? B { get; set; } = b; public int C { get; init; } = 3; %}", "new P~(2, \"c\")", IsForRecords: false),
        new("inherited", " : Base~ { public int A { get; set; } public new string? Text { get; set; } = \"t\"; %}\n public class Base~ { public long Own { get; set; } = 3; public int Text { get; set; } public required int Needed { get; init; } }", "new P~ { A = 2, Needed = 4 }", IsForRecords: false),
    ];

    public static IEnumerable<ShapeCase> All() => Everywhere(Namespaces, Kinds).Concat(Everywhere(Containers, NestedKinds)).Concat(EveryBody());

    /// <summary>Every kind in every place; the bodies take turns.</summary>
    private static IEnumerable<ShapeCase> Everywhere((string Open, string Close, string Prefix)[] places, string[] kinds)
    {
        var turn = 0;
        foreach (var place in places)
        {
            foreach (var kind in kinds)
            {
                var bodies = Bodies.Where(body => body.IsFor(kind)).ToList();
                yield return Shape(place, kind, bodies[turn++ % bodies.Count]);
            }
        }
    }

    private static IEnumerable<ShapeCase> EveryBody() =>
        from kind in Kinds
        from body in Bodies
        where body.IsFor(kind)
        select Shape(Namespaces[1], kind, body);

    private static ShapeCase Shape((string Open, string Close, string Prefix) place, string kind, StateBody body) => new(
        $"{place.Open} {kind}: {body.Name}",
        $$"""
        #pragma warning disable CS0612, OLD1 // The members are obsolete, and used.
        {{place.Open}}
        [AgentSessionState]
        {{kind}} P~{{body.Text.Replace("%", $"public static object Create() => {body.Value}; ", StringComparison.Ordinal)}}
        {{place.Close}}
        """,
        place.Prefix + "P~");

    /// <summary>What follows a type's name. The method that makes a value takes the place of <c>%</c>.</summary>
    private sealed record StateBody(string Name, string Text, string Value, bool IsForRecords = true, bool IsForClasses = true)
    {
        public bool IsFor(string kind) => kind.Contains(" record", StringComparison.Ordinal) ? IsForRecords : IsForClasses;
    }
}
