namespace Sessions.Shapes;

/// <summary>The types that members of state may have.</summary>
public static class MemberTypes
{
    /// <summary>The types of our own among them.</summary>
    public const string Source = """
        public enum Mood { Calm, Merry = 5 }
        [Flags] public enum Days : byte { None, Monday = 1, Friday = 16 }
        [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))] public enum NamedMood { Calm, Merry }
        [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<GenericNamedMood>))] public enum GenericNamedMood { Calm, Merry }
        #pragma warning disable SESS011 // A list without a setter is written and not read, as by reflection.
        public class Place { public string Name { get; set; } = ""; public Place? Parent { get; set; } public List<Place> Parts { get; } = []; }
        #pragma warning restore SESS011
        public record Point(int X, int Y = 7);
        public record struct Size(int Width, int Height);
        public readonly record struct Fixed(int Value);
        public struct Mutable { public int A { get; set; } public int B { get; init; } }
        public sealed class Pair<TFirst, TSecond> { public TFirst? First { get; set; } public TSecond? Second { get; set; } }
        public sealed record Page<T>(IReadOnlyList<T> Items, int Number);
        public sealed class Names : List<string>;
        public sealed class Counts : Dictionary<string, int>;
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Circle), "circle")]
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Square), "square")]
        public abstract record Shape;
        public sealed record Circle(double Radius) : Shape;
        public sealed record Square(double Side) : Shape;
        public sealed record Needy { public required string Name { get; init; } public required int Age { get; set; } }
        """;

    /// <summary>The types, each with an expression that makes a value.</summary>
    public static IReadOnlyList<(string Type, string Value)> All { get; } =
    [
        ("bool", "true"), ("byte", "7"), ("sbyte", "-7"), ("short", "-300"), ("ushort", "300"), ("int", "-70000"), ("uint", "70000"),
        ("long", "long.MinValue"), ("ulong", "ulong.MaxValue"), ("float", "1.5f"), ("double", "0.1"), ("decimal", "79.228m"), ("char", "'ä'"),
        ("Half", "(Half)1.5"), ("Int128", "Int128.MaxValue"), ("UInt128", "UInt128.MaxValue"), ("string", "\"a\\u0000\\\"ü😀\""), ("string?", "null"),
        ("DateTime", "new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc)"), ("DateTimeOffset", "new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2))"),
        ("DateOnly", "new DateOnly(2026, 2, 3)"), ("TimeOnly", "new TimeOnly(4, 5, 6)"), ("TimeSpan", "TimeSpan.FromSeconds(90.5)"),
        ("Guid", "new Guid(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\")"), ("Uri", "new Uri(\"https://example.org/a?b=c\")"), ("Version", "new Version(1, 2, 3)"),
        ("byte[]", "new byte[] { 1, 2, 255 }"), ("Memory<byte>", "new byte[] { 1, 2 }"), ("ReadOnlyMemory<byte>", "new byte[] { 1, 2 }"),
        ("int?", "5"), ("int?", "null"), ("Guid?", "Guid.Empty"), ("Mood", "Mood.Merry"), ("Mood?", "Mood.Merry"), ("Days", "Days.Monday | Days.Friday"),
        ("NamedMood", "NamedMood.Merry"), ("NamedMood?", "NamedMood.Merry"), ("GenericNamedMood", "GenericNamedMood.Merry"), ("GenericNamedMood?", "null"),
        ("JsonElement", "JsonDocument.Parse(\"{\\\"a\\\":[1,null]}\").RootElement"), ("JsonNode", "JsonNode.Parse(\"[1,{}]\")!"), ("JsonObject", "new JsonObject { [\"a\"] = 1 }"),
        ("JsonArray", "new JsonArray(1, \"x\")"), ("JsonDocument", "JsonDocument.Parse(\"[1]\")"), ("object", "\"text\""), ("object", "42"), ("object?", "null"),
        ("string[]", "new[] { \"a\", null! }"), ("int[][]", "new[] { new[] { 1 }, new[] { 2, 3 } }"), ("Mood[]", "new[] { Mood.Merry }"),
        ("List<string>", "[\"a\", \"b\"]"), ("IList<int>", "new List<int> { 1 }"), ("IReadOnlyList<int>", "new List<int> { 1 }"), ("ICollection<int>", "new List<int> { 1 }"),
        ("IReadOnlyCollection<int>", "new List<int> { 1 }"), ("IEnumerable<int>", "new List<int> { 1 }"), ("HashSet<string>", "[\"a\"]"), ("ISet<string>", "new HashSet<string> { \"a\" }"),
        ("SortedSet<int>", "[3, 1]"), ("LinkedList<int>", "new LinkedList<int>(new[] { 1, 2 })"), ("Queue<int>", "new Queue<int>(new[] { 1, 2 })"), ("Stack<int>", "new Stack<int>(new[] { 1 })"),
        ("System.Collections.Concurrent.ConcurrentQueue<int>", "new(new[] { 1, 2 })"), ("System.Collections.Concurrent.ConcurrentStack<int>", "new(new[] { 1 })"),
        ("System.Collections.ObjectModel.Collection<int>", "[1]"), ("System.Collections.ObjectModel.ObservableCollection<int>", "[1]"),
        ("Dictionary<string, int>", "new() { [\"a\"] = 1 }"), ("IDictionary<string, int>", "new Dictionary<string, int> { [\"a\"] = 1 }"),
        ("IReadOnlyDictionary<string, int>", "new Dictionary<string, int> { [\"a\"] = 1 }"), ("SortedDictionary<string, int>", "new() { [\"b\"] = 1, [\"a\"] = 2 }"),
        ("System.Collections.Concurrent.ConcurrentDictionary<string, int>", "new() { [\"a\"] = 1 }"), ("Dictionary<Guid, Place>", "new() { [Guid.Empty] = new Place() }"),
        ("Dictionary<int, string>", "new() { [1] = \"a\" }"), ("Dictionary<Mood, string>", "new() { [Mood.Merry] = \"a\" }"), ("Dictionary<string, List<Point>>", "new() { [\"a\"] = [new Point(1)] }"),
        ("Dictionary<string, object?>", "new() { [\"a\"] = 1, [\"b\"] = null }"),
        ("ImmutableArray<string>", "[\"a\"]"), ("ImmutableList<string>", "[\"a\"]"), ("ImmutableHashSet<int>", "[1]"), ("ImmutableSortedSet<int>", "[2, 1]"),
        ("ImmutableQueue<int>", "[1, 2]"), ("ImmutableStack<int>", "[1]"), ("IImmutableList<int>", "ImmutableList.Create(1)"), ("IImmutableSet<int>", "ImmutableHashSet.Create(1)"),
        ("ImmutableDictionary<string, int>", "ImmutableDictionary<string, int>.Empty.Add(\"a\", 1)"), ("ImmutableSortedDictionary<string, int>", "ImmutableSortedDictionary<string, int>.Empty.Add(\"a\", 1)"),
        ("IImmutableDictionary<string, int>", "ImmutableDictionary<string, int>.Empty.Add(\"a\", 1)"), ("ImmutableArray<string>?", "null"),
        ("KeyValuePair<string, int>", "new(\"a\", 1)"), ("List<KeyValuePair<string, Point>>", "[new(\"a\", new Point(1))]"),
        ("Place", "new Place { Name = \"a\", Parent = new Place { Name = \"b\" } }"), ("Point", "new Point(1, 2)"), ("Point?", "null"), ("Size", "new Size(1, 2)"), ("Size?", "new Size(1, 2)"),
        ("Fixed", "new Fixed(3)"), ("Mutable", "new Mutable { A = 1, B = 2 }"), ("Pair<int, string>", "new Pair<int, string> { First = 1, Second = \"b\" }"),
        ("Page<Point>", "new Page<Point>([new Point(1)], 2)"), ("Names", "[\"a\"]"), ("Counts", "new Counts { [\"a\"] = 1 }"),
        ("Shape", "new Circle(2)"), ("List<Shape>", "[new Circle(2), new Square(3)]"), ("Needy", "new Needy { Name = \"a\", Age = 3 }"),
        ("ChatRole", "ChatRole.Assistant"), ("ChatMessage", "new ChatMessage(ChatRole.User, \"hi\") { MessageId = \"1\" }"),
        ("List<ChatMessage>", "[new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(\"c\", \"f\", new Dictionary<string, object?> { [\"x\"] = 1 })])]"),
        ("UsageDetails", "new UsageDetails { InputTokenCount = 3 }"), ("AIContent", "new TextContent(\"a\")"), ("AdditionalPropertiesDictionary", "new() { [\"a\"] = 1 }"),
        ("ChatFinishReason?", "ChatFinishReason.Stop"), ("ChatOptions", "new ChatOptions { Temperature = 0.5f, ToolMode = ChatToolMode.RequireAny, ResponseFormat = ChatResponseFormat.Json }"),
        ("ChatResponse", "new ChatResponse(new ChatMessage(ChatRole.Assistant, \"a\"))"), ("TextContent", "new TextContent(\"a\")"),
    ];
}
