using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Sessions.Generators.Tests.Fuzz;

/// <summary>
/// Files of state types and history providers, as a grammar makes them from a seed. Some seeds make no mistake, some make many,
/// and of some the file is broken as it is while somebody types.
/// </summary>
internal sealed class FuzzedSource
{
    private static readonly string[] TypeNames = ["Prefs", "PREFS", "State", "Id", "Tenant", "@record", "@class", "Größe", "_P", "P__", "AgentSession", "JsonTypeInfo", "T", "SessionState"];

    private static readonly string[] NamespaceLikeNames = ["System", "Sessions", "Microsoft", "Helpers"];

    private static readonly string[] MemberNames =
        ["A", "a", "B", "Count", "@class", "@event", "@int", "Länge", "名", "State", "Key", "Options", "Default", "System", "Sessions", "target", "value", "session", "_a", "Create", "StateKey", "StateTypeInfo", "e\u0301"];

    private static readonly string[] Values =
    [
        "int", "string", "bool", "long", "double", "decimal", "byte[]", "Guid", "DateTimeOffset", "TimeSpan", "Uri", "Version", "Half", "Int128", "char", "DateOnly", "Mood", "JsonElement", "JsonObject",
        "Place", "Point", "Size", "Mutable", "Names", "Shape", "Needy", "ChatMessage", "AIContent", "ChatRole", "Coded", "KeyValuePair<string, int>", "DayOfWeek", "AdditionalPropertiesDictionary",
    ];

    /// <summary>Types that compile, and that state cannot have.</summary>
    private static readonly string[] Refused =
    [
        "Action", "global::System.IO.Stream", "Task", "CancellationToken", "IServiceProvider", "object", "(int A, string B)", "int[,]", "nint", "IOpen", "Odd", "Bag", "Endless<int>", "Sealed<int>", "dynamic", "Type",
        "Lost", "Twice", "Old", "New", "IChatClient", "Dictionary<object, int>", "global::System.Collections.Frozen.FrozenSet<int>", "JsonDocument",
    ];

    private static readonly string[] Wrong = ["Missing", "List<Missing>", "int*", "Span<int>", "Inner", "void", "List<>", "Place.Missing"];

    private static readonly string[] Containers =
        ["partial class", "static partial class", "partial struct", "partial record", "partial record struct", "partial interface", "ref partial struct", "readonly partial struct", "sealed partial record class"];

    private readonly Random _random;
    private readonly int _mistakes;
    private readonly bool _hasFieldKeyword;
    private readonly List<string> _types = [];
    private readonly List<string> _topTypes = [];
    private readonly StringBuilder _second = new();

    private FuzzedSource(int seed, LanguageVersion language)
    {
        _random = new Random(seed);
        _mistakes = Pick([0, 0, 2, 10]);
        _hasFieldKeyword = language >= LanguageVersion.CSharp14;
    }

    /// <summary>The files of a seed.</summary>
    public static string[] Of(int seed, LanguageVersion language)
    {
        var source = new FuzzedSource(seed, language);
        var first = source.File();
        return [source.Chance(25) ? source.Break(first) : first, source._second.ToString()];
    }

    private string File()
    {
        var @namespace = Pick(["", "App", "App.@namespace", "A.B.C", "Größe"]);
        var types = string.Concat(Repeat(1, 3, () => Type(@namespace))) + Optional(30, Provider);
        var head = "#pragma warning disable NEW1 // What is experimental is used.\n" + Optional(5, () => "#nullable disable\n");
        if (_second.Length > 0 && @namespace.Length > 0)
        {
            _second.Insert(0, $"namespace {@namespace};\n");
        }

        _second.Insert(0, head);
        return head + (@namespace.Length == 0 ? types : Chance(50) ? $"namespace {@namespace};\n{types}" : $"namespace {@namespace}\n{{\n{types}}}\n");
    }

    private string Type(string @namespace)
    {
        var name = Name(@namespace.Length > 0 && Chance(15) ? NamespaceLikeNames : TypeNames, _types);
        var (open, close, isNested) = Nesting();
        var kind = Pick(["partial record", "partial class", "partial record class", "partial class"], ["class", "record", "partial struct", "partial record struct", "partial interface", "ref partial struct"]);
        var isRecord = kind.Contains("record", StringComparison.Ordinal);
        var isSealed = Chance(60);
        var head = $"{kind} {name}{Mistake(() => "<T>")}";
        var names = new List<string> { name };
        var parameters = Chance(25) ? Parameters(names) : [];
        var primary = parameters.Count > 0 || Chance(5) ? $"({string.Join(", ", parameters.Select(parameter => $"{(isRecord ? Optional(10, () => "[property: JsonPropertyName(\"p\")] ") : "")}{parameter.Type} {parameter.Name}"))})" : "";
        var body = string.Concat(Repeat(0, 5, () => Member(name, names, isSealed)));
        if (!isRecord)
        {
            body += string.Concat(parameters.Where(_ => !Chance(_mistakes)).Select(parameter => $"    public {parameter.Type} P{parameter.Name.TrimStart('@')} {{ get; }} = {parameter.Name};\n"));
        }

        if (!isNested && Chance(15))
        {
            _second.Append(CultureInfo.InvariantCulture, $"{head}\n{{\n{string.Concat(Repeat(1, 3, () => Member(name, names, isSealed)))}}}\n");
        }

        if (!isNested)
        {
            _topTypes.Add(name);
        }

        var modifiers = Access(isNested) + (isSealed ? "sealed " : Mistake(() => Pick(["static ", "abstract ", "unsafe ", "file "])));
        var constructor = primary.Length == 0 ? Optional(15, () => Constructor(name)) : "";
        return $"{open}{TypeAttributes(name)}{modifiers}{head}{primary}{Optional(20, () => Bases(isRecord, primary.Length > 0))}\n{{\n{body}{Optional(15, () => Steps(names))}{constructor}}}\n{close}";
    }

    private (string Open, string Close, bool IsNested) Nesting()
    {
        var depth = Chance(70) ? 0 : _random.Next(1, 4);
        var open = string.Concat(Enumerable.Range(0, depth).Select(level =>
            $"{Pick(["public", "internal"], ["file", "private"])} {Pick(Containers, ["class", "record"])} Outer{_types.Count}_{level}{Mistake(() => "<T>")} {{\n"));
        return (open, new string('}', depth) + "\n", depth > 0);
    }

    private string Access(bool isNested) => isNested ? Pick(["public ", "internal ", "private ", ""], ["protected internal ", "private protected ", "protected "]) : Pick(["public ", "internal ", ""], ["file ", "private "]);

    private string TypeAttributes(string name)
    {
        var arguments = new[]
        {
            Optional(25, () => "Key = " + Pick([$"\"{name}k\"", "\"a\\\"b\\u0000\"", "@\"a\\b\"", "nameof(Place)", "\"ключ😀\""], ["\"\"", "null", "5", "Missing"])),
            Optional(15, () => "Version = " + Pick(["1", "2", "3", "int.MaxValue"], ["0", "-1", "\"2\""])),
            Optional(15, () => "Accessor = " + Pick([$"\"Mine{_types.Count}\"", "\"class\"", "\"Ñandú\""], ["\"a b\"", "\"State\"", "\"\"", "null"])),
            Optional(8, () => "Transient = " + Pick(["true", "false"], ["1"])),
            Optional(6, () => "JsonContext = typeof(" + Pick(["Context"], ["Place", "List<>", "int[]", "Missing"]) + ")"),
        }.Where(argument => argument.Length > 0);
        return $"[AgentSessionState({string.Join(", ", arguments)})]\n" + Optional(20, () => Pick(
            [
                "[Obsolete] ", "[Obsolete(\"gone\", true)] ", "[global::System.Diagnostics.CodeAnalysis.Experimental(\"NEW1\")] ", "[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] ",
                "[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] ", "[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] ", $"[JsonDerivedType(typeof({name}), \"self\")] ",
                $"[JsonConverter(typeof(TextConverter<{name}>))] ", "[Serializable] ",
            ],
            [
                "[JsonPolymorphic(TypeDiscriminatorPropertyName = \"$t\")] ", "[JsonDerivedType(typeof(Place))] ", "[JsonConverter(typeof(TextConverter<>))] ", "[JsonConverter(typeof(HiddenConverter))] ", "[AgentSessionState] ",
                "[global::System.Runtime.CompilerServices.CompilerGenerated] ", "[Missing] ", "[JsonNumberHandling((JsonNumberHandling)77)] ",
            ]));
    }

    private string Bases(bool isRecord, bool isPrimary) => " : " + (isRecord
        ? Pick([isPrimary ? "BaseRecord(3)" : "BaseRecord", isPrimary ? "BaseRecord()" : "BaseRecord"], ["IOpen", "BaseRecord(2)", "Missing"])
        : Pick(["Base", "Generic<int>", $"Generic<{TypeOf(1)}>", "List<int>", "Dictionary<string, Place>", "Names"], ["IOpen", "Missing", "BaseRecord"]));

    private List<(string Type, string Name)> Parameters(List<string> names) => Repeat(0, 3, () => (TypeOf(1), Name(MemberNames, names)));

    private string Member(string owner, List<string> names, bool isSealed)
    {
        if (Chance(5))
        {
            return $"    {Pick(["public const int C{0} = 1;", "public static int C{0} { get; set; }", "private readonly int _hidden{0} = 3; public int Read{0}() => _hidden{0};", "public void C{0}() { }", "public record Nested{0}(int A);"], ["public int this[int i] => i;", "~" + owner + "() { }", "int IOpen.Open => 1;", "public int Open => 2;", "public event Action? C{0};"]).Replace("{0}", names.Count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}\n";
        }

        var name = Name(MemberNames, names);
        var type = Chance(6) ? owner + "?" : TypeOf(2);
        var attributes = Optional(25, () => MemberAttribute(type)) + Optional(3, () => "[Obsolete] ");
        return "    " + attributes + (Chance(88) ? Property(type, name, isSealed) : Field(type, name)) + "\n";
    }

    private string Property(string type, string name, bool isSealed) => Chance(10)
        ? $"public required {type} {name} {Pick(["{ get; set; }", "{ get; init; }"], ["{ get; }", "{ get; private set; }"])}"
        : Chance(20)
            ? $"{Pick(["[JsonInclude] private ", "[JsonInclude] internal ", "internal "])}{type} {name} {Pick(["{ get; set; }", "{ get; init; }"], ["{ get; }", "=> default!;"])} {Optional(50, () => "= default!;")}"
            : $"public {(isSealed ? "" : Optional(20, () => "virtual "))}{Mistake(() => Pick(["override ", "new ", "abstract ", "static "]))}{type} {name} " + Pick(
                ["{ get; set; }", "{ get; init; }", "{ get; set; } = default!;", "{ get; init; } = default!;", "=> default!;", _hasFieldKeyword ? "{ get => field; set; } = default!;" : "{ get; set; }", "{ set { } }"],
                ["{ get; private set; } = default!;", "{ get; } = default!;", "{ get; internal init; }", "{ get; set }", "{ get => field; set; }"]);

    private string Field(string type, string name) =>
        $"{Pick(["[JsonInclude] public ", "[JsonInclude] private ", "[JsonInclude] internal "], ["public ", "public readonly ", "[JsonInclude] public readonly ", "public required ", "public volatile "])}{type} {name} = default!;";

    private string MemberAttribute(string type) => Pick(
        [
            "[JsonIgnore] ", "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ", $"[JsonPropertyName(\"{_random.Next(99)}\")] ", "[JsonPropertyName(\"a\\\"\\n\\\\b😀\")] ", "[JsonPropertyOrder(-2)] ", "[JsonRequired] ",
            $"[JsonConverter(typeof(TextConverter<{(type.EndsWith(">?", StringComparison.Ordinal) ? type[..^1] : type.TrimEnd('?'))}>))] ", "[global::System.Diagnostics.CodeAnalysis.AllowNull] ", "[global::System.Diagnostics.CodeAnalysis.Experimental(\"NEW1\")] ",
        ],
        [
            "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ", "[JsonIgnore(Condition = (JsonIgnoreCondition)9)] ", "[JsonPropertyName(\"same\")] ", "[JsonPropertyName(null!)] ", "[JsonPropertyName] ", "[JsonPropertyOrder(\"2\")] ",
            "[JsonExtensionData] ", "[JsonNumberHandling(JsonNumberHandling.WriteAsString)] ", "[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] ", "[JsonConverter(typeof(JsonStringEnumConverter))] ",
            "[JsonConverter(typeof(JsonStringEnumConverter<Mood>))] ", "[JsonConverter(typeof(HiddenConverter))] ", "[JsonConverter(typeof(NoConverter))] ", "[JsonConverter(typeof(Place))] ", "[JsonConverter(null!)] ", "[JsonConverter(typeof(TextConverter<>))] ",
        ]);

    private string TypeOf(int depth) => depth == 0 || Chance(55)
        ? Pick(Values, Chance(70) ? Refused : Wrong) + Optional(25, () => "?")
        : string.Format(
            CultureInfo.InvariantCulture,
            Pick(["List<{0}>", "{0}[]", "ImmutableArray<{0}>", "Dictionary<string, {0}>", "Dictionary<Mood, {0}>?", "IReadOnlyList<{0}>", "ISet<{0}>?", "ImmutableDictionary<Guid, {0}>", "Pair<{0}, int>?", "IEnumerable<{0}>?", "Queue<{0}>", "Generic<{0}>?"], ["Dictionary<Place, {0}>", "{0}[,]"]),
            TypeOf(depth - 1));

    private string Steps(List<string> names) => string.Concat(Repeat(1, 3, () =>
        $"    [StateMigration({Pick(["From = 1", "From = 2"], ["From = 3", "", "From = -1", "From = \"1\""])})] {Pick(["private", "public", "internal"])} static {Pick(["void"], ["int", "async void"])} {Name(["Step", "@for"], names)}({Pick(["JsonObject state", "JsonObject @state"], ["JsonNode state", "ref JsonObject state", "Missing state", ""])}) {Pick(["{ }", "=> throw new NotSupportedException();"])}\n"));

    private string Constructor(string name) =>
        $"    {Optional(40, () => "[JsonConstructor] ")}{Optional(20, () => "[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers] ")}{Pick(["public", "private", "internal"])} {name}({string.Join(", ", Parameters([]).Select(parameter => $"{Mistake(() => "ref ")}{parameter.Type} {parameter.Name}{Mistake(() => " = default!")}"))}) {{ }}\n";

    private string Provider()
    {
        var methods = Repeat(0, 3, () => $"    {Pick(["public", "internal"], ["private", "protected"])} {Optional(10, () => "static ")}{ProviderMethod()}{Mistake(() => "<T>")}({string.Join(", ", Repeat(0, 3, ProviderParameter).Select((parameter, index) => $"{parameter} p{index}"))}) => throw new NotSupportedException();\n");
        var flags = Optional(30, () => $", {Pick(["LoadMessages", "StoreInputs", "StoreOutputs", "StoreContextMessages"], ["Missing"])} = {Pick(["true", "false"], ["1"])}");
        return $"[HistoryProvider({Pick(["\"a\"", "\"b\\\"\\u0001\""], ["null!", "5", ""])}{flags})]\ninternal {Optional(70, () => "sealed ")}{Pick(["partial class"], ["partial record", "class"])} {Name(TypeNames, _types)}{Optional(20, () => "(IServiceProvider services, Place? place = null)")}{Optional(10, () => " : " + Pick(["HistoryProvider", "global::System.ICloneable"], ["AIContextProvider", "Base"]))}\n{{\n{string.Concat(methods)}    public object Clone() => this;\n}}\n";
    }

    private string ProviderMethod() => Chance(50)
        ? Pick(["Task<IReadOnlyList<ChatMessage>>", "ValueTask<List<ChatMessage>>", "IAsyncEnumerable<ChatMessage>", "ChatMessage[]"], ["void", "Missing"]) + " GetMessagesAsync"
        : Pick(["Task", "ValueTask", "void"], ["int", "Missing"]) + " SaveMessagesAsync";

    private string ProviderParameter() => Mistake(() => Pick(["ref ", "in ", "params "])) + Pick(
        ["string", "SessionKey", "global::Sessions.Agents.AgentSession", "TurnContext", "CancellationToken", "IReadOnlyList<ChatMessage>", "List<ChatMessage>", _topTypes.Count > 0 ? Pick([.. _topTypes]) + "?" : "string"],
        ["ChatMessage[]", "int", "Missing"]);

    /// <summary>Deletes, doubles, exchanges or replaces tokens, or cuts the file off.</summary>
    private string Break(string source)
    {
        var tokens = SyntaxFactory.ParseTokens(source).Select(token => token.ToFullString()).ToList();
        for (var count = _random.Next(1, 4); count > 0 && tokens.Count > 2; count--)
        {
            var index = _random.Next(tokens.Count - 1);
            switch (_random.Next(6))
            {
                case 0:
                    tokens.RemoveAt(index);
                    break;
                case 1:
                    tokens.Insert(index, tokens[index]);
                    break;
                case 2:
                    (tokens[index], tokens[index + 1]) = (tokens[index + 1], tokens[index]);
                    break;
                case 3:
                    tokens[index] = tokens[_random.Next(tokens.Count)];
                    break;
                case 4:
                    tokens[index] = Pick(["}", "{", ";", "<", "\"", "partial ", "static ", "#if X\n", "/*", "0x", "@", "\u0000", "=>"]);
                    break;
                default:
                    tokens.RemoveRange(index, tokens.Count - index);
                    break;
            }
        }

        return string.Concat(tokens);
    }

    private string Name(string[] pool, List<string> taken)
    {
        var name = Pick(pool);
        name = taken.Contains(name) && !Chance(_mistakes) ? name + taken.Count.ToString(CultureInfo.InvariantCulture) : name;
        taken.Add(name);
        return name;
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Optional(int percent, Func<string> text) => Chance(percent) ? text() : "";

    private string Mistake(Func<string> text) => Optional(_mistakes, text);

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];

    private string Pick(string[] right, string[] wrong) => Pick(Chance(_mistakes) ? wrong : right);

    private List<T> Repeat<T>(int min, int max, Func<T> make) => [.. Enumerable.Range(0, _random.Next(min, max + 1)).Select(_ => make())];
}
