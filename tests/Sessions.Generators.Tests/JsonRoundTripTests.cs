using System.Text.Json;
using Sessions.Roslyn;
using Sessions.Shapes;

namespace Sessions.Generators.Tests;

/// <summary>System.Text.Json's reflection is the model: the generated metadata gives the same JSON and the same values.</summary>
public class JsonRoundTripTests
{
    private static readonly Lazy<LoadedAssembly> Assembly = new(() => Generate.Load(
        MemberTypes.Source,
        string.Join('\n', MemberTypes.All.Select((member, index) => $$"""
            [AgentSessionState]
            public sealed partial class S{{index}}
            {
                public {{member.Type}} Value { get; set; } = default!;
                public static S{{index}} Create() => new() { Value = {{member.Value}} };
            }
            """))));

    public static TheoryData<int, string, string> Cases() => [.. MemberTypes.All.Select((member, index) => (index, member.Type, member.Value))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_member_is_written_and_read_as_reflection_does(int index, string type, string value)
    {
        Assert.Equal(MemberTypes.All[index], (type, value));
        var typeInfo = State.TypeInfo(Assembly.Value, $"S{index}");
        var original = await Assembly.Value.RunAsync($"S{index}", "Create");

        var json = JsonSerializer.Serialize(original, typeInfo);
        Assert.Equal(JsonSerializer.Serialize(original, typeInfo.Type), json);

        var read = JsonSerializer.Deserialize(json, typeInfo);
        var readByReflection = JsonSerializer.Deserialize(json, typeInfo.Type);
        Assert.Equal(JsonSerializer.Serialize(readByReflection, typeInfo.Type), JsonSerializer.Serialize(read, typeInfo.Type));
        Assert.Equal(Value(readByReflection)?.GetType(), Value(read)?.GetType());
        Assert.Equal(json, JsonSerializer.Serialize(read, typeInfo));

        object? Value(object? state) => typeInfo.Type.GetProperty("Value")!.GetValue(state);
    }
}
