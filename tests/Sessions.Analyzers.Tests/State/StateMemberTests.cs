using Sessions.Analyzers.State;
using Sessions.CodeFixes;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class StateMemberTests
{
    private const string Setter = "its setter is not public; add [JsonInclude]";
    private const string NoSetter = "it has no setter, and no parameter of the constructor has its name and type; add an init accessor";

    private static readonly AnalyzerTest Test = new(new StateMemberAnalyzer(), Generators.All);
    private static readonly CodeFixTest Fix = new(Test, new KeepMemberFix());

    [Theory]
    [InlineData("public int {|SESS011:Value|} { get; private set; }", Setter)]
    [InlineData("public int {|SESS011:Value|} { get; internal set; }", Setter)]
    [InlineData("public int {|SESS011:Value|} { get; protected init; }", Setter)]
    [InlineData("public List<int> {|SESS011:Value|} { get; } = [];", NoSetter)]
    [InlineData("public List<int> {|SESS011:Value|} { get; } = new();", NoSetter)]
    [InlineData("public Guid {|SESS011:Value|} { get; } = Guid.NewGuid();", NoSetter)]
    [InlineData("[JsonInclude] public List<int> {|SESS011:Value|} { get; } = [];", NoSetter)]
    [InlineData("public string {|SESS011:Value|} { get; } public Preferences() => Value = DateTime.Now.ToString();", NoSetter)]
    public Task Property_that_is_not_read_back_is_reported(string member, string reason) => Test.Reports(
        WithMember(member),
        ["Member 'Value' of session state 'Preferences' is written and never read back: " + reason]);

    [Fact]
    public Task Inherited_property_is_reported_at_the_state_type() => Test.Reports(
        "[AgentSessionState] partial class {|SESS011:Preferences|} : Base; class Base { public int Value { get; private set; } }",
        ["Member 'Value' of session state 'Preferences' is written and never read back: " + Setter]);

    [Theory]
    [InlineData("public int {|SESS012:Value|};", "make it a property, or add [JsonInclude]")]
    [InlineData("public required string {|SESS012:Value|};", "make it a property, or add [JsonInclude]")]
    [InlineData("public readonly int {|SESS012:Value|} = 3;", "make it a property")]
    public Task Public_field_is_reported(string member, string reason) => Test.Reports(
        WithMember(member),
        [$"Field 'Value' of session state 'Preferences' is not stored; {reason}"]);

    [Theory]
    [InlineData("[JsonPropertyName(\"n\")] public int First { get; set; } [JsonPropertyName(\"n\")] public int {|SESS013:Second|} { get; set; }", "n")]
    [InlineData("public int First { get; set; } [JsonPropertyName(\"First\")] public int {|SESS013:Second|} { get; set; }", "First")]
    [InlineData("public int First { get; set; } [JsonInclude, JsonPropertyName(\"First\")] private int {|SESS013:Second|} = 3; public int Read() => Second;", "First")]
    public Task Member_with_the_JSON_name_of_another_is_reported(string members, string name) => Test.Reports(
        WithMember(members),
        [$"Members 'First' and 'Second' of session state 'Preferences' have one JSON name, '{name}'"]);

    [Theory]
    [InlineData("object?")]
    [InlineData("object[]?")]
    [InlineData("List<object>?")]
    [InlineData("Dictionary<string, List<object?>>?")]
    public Task Member_that_holds_an_object_is_reported(string type) => Test.Reports(
        WithMember($"public {type} {{|SESS015:Value|}} {{ get; set; }}"),
        ["Member 'Value' of session state 'Preferences' holds 'object', which is read back as a JsonElement; declare what it holds, or use JsonElement"]);

    [Theory]
    [InlineData("Part?")]
    [InlineData("Part[]?")]
    [InlineData("Dictionary<string, ImmutableArray<Part>>?")]
    [InlineData("Box<Part>?")]
    [InlineData("Other?")]
    [InlineData("Shape?")]
    [InlineData("Vector?")]
    public Task Member_of_a_type_that_state_is_made_of_is_reported(string type) => Test.Reports(
        $$"""
        using System.Text.Json.Serialization;

        [AgentSessionState] public partial record Preferences { public {{type}} Part { get; init; } }
        {{Part("{|SESS011:Value|}", "{|SESS012:Field|}", "{|SESS013:Second|}", "{|SESS015:Any|}")}}
        public record Box<T>(T Content);
        public class Other { public List<Other> Others { get; init; } = []; public Part? Last { get; init; } }
        [JsonDerivedType(typeof(Drawn), "drawn")] public abstract class Shape;
        public class Drawn : Shape { public Part? Drawing { get; set; } }
        public record struct Vector(Part Start);
        """,
        [
            "Member 'Value' of 'Part' in session state 'Preferences' is written and never read back: " + Setter,
            "Field 'Field' of 'Part' in session state 'Preferences' is not stored; make it a property, or add [JsonInclude]",
            "Members 'First' and 'Second' of 'Part' in session state 'Preferences' have one JSON name, 'First'",
            "Member 'Any' of 'Part' in session state 'Preferences' holds 'object', which is read back as a JsonElement; declare what it holds, or use JsonElement",
        ]);

    [Fact]
    public Task Member_of_a_type_in_two_states_is_reported_once() => Test.Reports(
        """
        [AgentSessionState] partial record Second(Point At);
        [AgentSessionState] partial record First(Point At, Second Other);
        public struct Point { public int {|SESS012:X|}; }
        """,
        ["Field 'X' of 'Point' in session state 'First' is not stored; make it a property, or add [JsonInclude]"]);

    [Theory]
    [InlineData("[AgentSessionState] partial record Preferences { [JsonIgnore] public Part? Part { get; init; } }")]
    [InlineData("[AgentSessionState] partial record Preferences { [JsonConverter(typeof(Converter<Part>))] public Part? Part { get; init; } }")]
    [InlineData("[AgentSessionState] partial record Preferences(Wrapped Part); [JsonConverter(typeof(Converter<Wrapped>))] class Wrapped { public Part? Part { get; set; } }")]
    [InlineData("[AgentSessionState(Transient = true)] partial record Preferences(Part Part);")]
    [InlineData("[AgentSessionState(JsonContext = typeof(PartContext))] partial record Preferences(Part Part);")]
    [InlineData("[AgentSessionState] partial record Preferences { public static Part? Part { get; set; } public int Read(Part part) => part.Value; }")]
    [InlineData("[AgentSessionState] partial record Preferences(Shape Shape); [JsonDerivedType(typeof(Round), 1)] abstract class Shape(int size) { public int Size { get; } = size; } class Round(int size) : Shape(size);")]
    public Task Member_of_a_type_whose_JSON_is_not_in_state_is_not(string state) => Test.IsSilent(
        $$"""
        using System.Text.Json.Serialization;

        {{state}}
        {{Part("Value", "Field", "Second", "Any")}}
        public abstract class PartContext(JsonSerializerOptions options) : JsonSerializerContext(options);
        class Converter<T> : JsonConverter<T>
        {
            public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();
            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();
        }
        """);

    [Theory]
    [InlineData("public AdditionalPropertiesDictionary? Value { get; set; }")]
    [InlineData("[JsonIgnore] public object? Value { get; set; }")]
    [InlineData("[JsonExtensionData] public Dictionary<string, object>? Value { get; set; }")]
    [InlineData("public int Value { get; set; }")]
    [InlineData("public int Value { get; init; }")]
    [InlineData("[JsonInclude] public int Value { get; private set; }")]
    [InlineData("[JsonIgnore] public int Value { get; private set; }")]
    [InlineData("[JsonIgnore] public int Value;")]
    [InlineData("[JsonInclude] public int Value;")]
    [InlineData("internal int Value; protected int Other; private int Third { get; } = 3; public int Read => Third;")]
    [InlineData("public const int Value = 3; public static readonly int Other = 4; public static int Third { get; } = 5;")]
    [InlineData("public int Value => 3;")]
    [InlineData("public int Value { get => 3; }")]
    [InlineData("public string Value { get; } = \"constant\";")]
    [InlineData("public int Value { get; } = -1;")]
    [InlineData("public DayOfWeek Value { get; } = DayOfWeek.Friday;")]
    [InlineData("public Preferences(int value) => Value = value; public int Value { get; }")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> Value { get; } = [];")]
    [InlineData("[JsonExtensionData] public Dictionary<string, JsonElement> Value { get; } = [];")]
    [InlineData("public int Value { set => _value = value; } private int _value; public int Read() => _value;")]
    [InlineData("[JsonPropertyName(\"a\")] public int First { get; set; } [JsonPropertyName(\"A\")] public int Second { get; set; }")]
    [InlineData("[JsonIgnore, JsonPropertyName(\"a\")] public int First { get; set; } [JsonPropertyName(\"a\")] public int Second { get; set; }")]
    [InlineData("public int this[int index] { get => index; }")]
    public Task Member_that_comes_back_is_not(string member) => Test.IsSilent(WithMember(member));

    [Theory]
    [InlineData("[AgentSessionState] partial record Preferences(int Value);")]
    [InlineData("[AgentSessionState] partial class Preferences : Base { public new int Value { get; set; } } class Base { public int Value { get; set; } }")]
    [InlineData("[AgentSessionState(Transient = true)] partial class Preferences { public int Value; public int Other { get; private set; } }")]
    [InlineData("class Preferences { public int Value; public int Other { get; private set; } }")]
    [InlineData("[AgentSessionState] sealed partial class Preferences : List<int> { public int Other { get; private set; } }")]
    public Task Type_whose_members_all_come_back_or_do_not_count_is_not(string source) => Test.IsSilent(source);

    [Fact]
    public Task Fix_keeps_the_members() => Fix.Fixes(
        """
        using System.Text.Json.Serialization;

        [AgentSessionState]
        public sealed partial class Preferences
        {
            // Set here.
            public int {|SESS011:Visits|} { get; private set; }

            /// <summary>Interests.</summary>
            public List<string> {|SESS011:Interests|} { get; } = [];

            public string? {|SESS012:Name|};
        }
        """,
        """
        using System.Text.Json.Serialization;

        [AgentSessionState]
        public sealed partial class Preferences
        {
            // Set here.
            [JsonInclude]
            public int Visits { get; private set; }

            /// <summary>Interests.</summary>
            public List<string> Interests { get; init; } = [];

            [JsonInclude]
            public string? Name;
        }
        """);

    [Theory]
    [InlineData("public readonly int {|SESS012:Value|} = 3;")]
    [InlineData("public int {|SESS012:Value|}, {|SESS012:Other|};")]
    public Task Fix_is_not_offered_where_it_is_not_clear(string member) => Fix.OffersNothing(WithMember(member));

    private static string Part(string value, string field, string second, string any) => $$"""
        public class Part
        {
            public int {{value}} { get; private set; }
            public string? {{field}};
            public int First { get; set; }
            [JsonPropertyName("First")] public int {{second}} { get; set; }
            public List<object>? {{any}} { get; set; }
        }
        """;

    private static string WithMember(string member) => $$"""
        using System.Text.Json.Serialization;

        [AgentSessionState]
        public partial class Preferences
        {
            {{member}}
        }
        """;
}
