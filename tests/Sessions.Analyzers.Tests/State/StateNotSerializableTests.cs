using Sessions.Analyzers.State;
using Sessions.Generators;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class StateNotSerializableTests
{
    private static readonly AnalyzerTest Test = new(new StateNotSerializableAnalyzer(), Generators.All);

    [Theory]
    [InlineData("Action?", "'Action' is not data; exclude the member by [JsonIgnore]")]
    [InlineData("System.IO.Stream?", "System.Text.Json has no converter for 'Stream'; exclude the member by [JsonIgnore] or name a converter by [JsonConverter]")]
    [InlineData("Task?", "System.Text.Json has no converter for 'Task'; exclude the member by [JsonIgnore] or name a converter by [JsonConverter]")]
    [InlineData("CancellationToken", "System.Text.Json has no converter for 'CancellationToken'; exclude the member by [JsonIgnore] or name a converter by [JsonConverter]")]
    [InlineData("List<Action>?", "'Action' is not data; exclude the member by [JsonIgnore]")]
    [InlineData("IShape?", "'IShape' is abstract and names no derived types; use a class, or name them by [JsonDerivedType]")]
    [InlineData("Holder?", "'Action' is not data; exclude the member by [JsonIgnore]")]
    [InlineData("int[,]?", "'int[,]' has more than one dimension; use an array of arrays")]
    [InlineData("(int, string)", "the elements of the tuple '(int, string)' are fields, which JSON leaves out; use a record")]
    [InlineData("Dictionary<Holder, int>?", "'Holder' cannot be the key of a dictionary; use a string, a number, a date, a Guid or an enum, or give it a converter that overrides WriteAsPropertyName and ReadAsPropertyName")]
    public Task Member_without_a_JSON_form_is_reported(string type, string reason) => Test.Reports(
        WithMember($"public {type} [|Value|] {{ get; set; }}"),
        ["Member 'Value' of session state 'Preferences' cannot be serialized: " + reason]);

    [Fact]
    public Task Parameter_of_a_record_is_reported_at_its_name() => Test.Reports(
        "[AgentSessionState] partial record Preferences(string Name, Action [|Callback|]);",
        ["Member 'Callback' of session state 'Preferences' cannot be serialized: 'Action' is not data; exclude the member by [JsonIgnore]"]);

    [Fact]
    public Task Inherited_member_is_reported_at_the_state_type() => Test.Reports(
        "[AgentSessionState] partial class [|Preferences|] : Base; class Base { public Action? Callback { get; set; } }",
        ["Member 'Callback' of session state 'Preferences' cannot be serialized: 'Action' is not data; exclude the member by [JsonIgnore]"]);

    [Fact]
    public Task Type_that_cannot_be_made_is_reported_at_its_name() => Test.Reports(
        "[AgentSessionState] partial class [|Preferences|](int count) { public string Text => count.ToString(); }",
        ["Session state 'Preferences' cannot be serialized: parameter 'count' of the constructor of 'Preferences' has no public member of its name and type; add one"]);

    [Theory]
    [InlineData("public string? Value { get; set; }")]
    [InlineData("public ImmutableArray<string> Value { get; init; } = [];")]
    [InlineData("public Dictionary<Guid, List<DateTimeOffset?>>? Value { get; set; }")]
    [InlineData("public ChatMessage? Value { get; set; }")]
    [InlineData("public object? Value { get; set; }")]
    [InlineData("public IReadOnlyList<int>? Value { get; set; }")]
    [InlineData("public JsonObject? Value { get; set; }")]
    [InlineData("[System.Text.Json.Serialization.JsonIgnore] public Action? Value { get; set; }")]
    [InlineData("private Action? Value { get; set; }")]
    [InlineData("public static Action? Value { get; set; }")]
    [InlineData("public Action? Value;")]
    [InlineData("public void Value(Action action) => action();")]
    public Task Member_with_a_JSON_form_or_outside_the_JSON_is_not(string member) => Test.IsSilent(WithMember(member));

    [Fact]
    public Task Collection_has_items_in_place_of_members() => Test.IsSilent("[AgentSessionState] sealed partial class Preferences : Dictionary<string, int>;");

    [Fact]
    public Task Type_without_the_attribute_is_not() => Test.IsSilent("class Preferences { public Action? Callback { get; set; } }");

    [Fact]
    public void Every_problem_is_explained()
    {
        var type = TestCompilation.Create("class Preferences;").GetTypeByMetadataName("Preferences")!;
        var explained = Enum.GetValues<JsonTypeProblemKind>().Where(kind => JsonTypeProblemText.Explain(new(kind, type, type, JsonAttributeProblem.NullName)) is not null);
        Assert.Equal([JsonTypeProblemKind.Unknown], Enum.GetValues<JsonTypeProblemKind>().Except(explained));
        Assert.Equal([JsonAttributeProblem.None], Enum.GetValues<JsonAttributeProblem>().Where(problem => JsonAttributeProblemText.Explain(problem, "T", "M") is null));
    }

    [Theory]
    [InlineData("[JsonRequired] public int [|Value|] => 3;", "'Value' of 'Preferences' is required and has no setter that JSON is read by; add one, or remove [JsonRequired]")]
    [InlineData("[JsonIgnore] public required int [|Value|] { get; set; }", "'Value' of 'Preferences' is required and ignored; remove [JsonIgnore], or what makes it required")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? [|Value|] { get; set; }", "'Value' of 'Preferences' is neither a number nor a collection of numbers; remove [JsonNumberHandling]")]
    [InlineData("[JsonExtensionData] public Dictionary<string, string>? [|Value|] { get; set; }", "'Value' of 'Preferences' cannot take extension data; make it a Dictionary<string, JsonElement> or a JsonObject")]
    public Task Member_whose_attributes_System_Text_Json_refuses_is_reported(string member, string reason) => Test.Reports(
        "using System.Text.Json.Serialization;\n" + WithMember(member),
        ["Session state 'Preferences' cannot be serialized: " + reason]);

    [Fact]
    public Task Part_whose_attributes_System_Text_Json_refuses_is_reported_at_the_member() => Test.Reports(
        """
        using System.Text.Json.Serialization;
        [AgentSessionState] partial record Preferences(Shape? [|Value|]);
        [JsonDerivedType(typeof(Shape), "shape")] sealed record Shape;
        """,
        ["Member 'Value' of session state 'Preferences' cannot be serialized: 'Shape' is sealed and has [JsonDerivedType]; remove one of the two"]);

    [Fact]
    public Task Type_whose_attributes_System_Text_Json_refuses_is_reported_at_its_name() => Test.Reports(
        """
        using System.Text.Json.Serialization;
        [AgentSessionState, JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] partial class [|Preferences|] : List<int>;
        """,
        ["Session state 'Preferences' cannot be serialized: the JSON of 'Preferences' is not made of members, which its attribute is about; remove [JsonUnmappedMemberHandling] or [JsonObjectCreationHandling]"]);

    private static string WithMember(string member) => $$"""
        [AgentSessionState]
        public sealed partial class Preferences
        {
            {{member}}
        }

        public interface IShape;

        public sealed class Holder
        {
            public Action? Callback { get; set; }
        }
        """;
}
