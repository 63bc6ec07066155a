using Microsoft.CodeAnalysis.Text;

namespace Sessions.Generators;

/// <summary>Writes the generated half of a state type.</summary>
internal static class StateEmitter
{
    public static SourceText EmitContract(StateModel state)
    {
        var self = state.Type.FullName;
        var contract = $"global::Sessions.IAgentSessionState<{self}>";
        var writer = GeneratedFile.Begin(state.Warnings);
        state.Type.Open(writer, $" : {contract}");
        EmitMember(writer, $"static string {contract}.StateKey => {CSharpText.Literal(state.Key)};");
        writer.WriteLine();
        EmitMember(writer, $"static int {contract}.StateVersion => 1;");
        writer.WriteLine();
        EmitMember(writer, $"static global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{self}> {contract}.StateTypeInfo => {JsonEmitter.ClassName}.StateTypeInfo;");
        writer.WriteLine();
        EmitMember(writer, $"static {self}? {contract}.CreateState() => {(state.HasDefault ? $"new {self}()" : "null")};");
        writer.CloseAll();
        return writer.ToSourceText();
    }

    public static SourceText EmitJson(StateModel state)
    {
        var writer = GeneratedFile.Begin(state.Json.Warnings, checksNull: false);
        state.Type.Open(writer, "");
        JsonEmitter.Emit(writer, state.Type.FullName, state.Json);
        writer.CloseAll();
        return writer.ToSourceText();
    }

    private static void EmitMember(SourceWriter writer, string member)
    {
        writer.WriteLine(GeneratedFile.Attribute);
        writer.WriteLine(member);
    }
}
