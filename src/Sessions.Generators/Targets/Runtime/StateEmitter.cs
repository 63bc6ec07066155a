using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Generators;

/// <summary>Writes the generated half of a state type.</summary>
internal static class StateEmitter
{
    /// <summary>Writes it, with accessors for the given kinds of sessions.</summary>
    public static SourceText Emit(StateModel state, IEnumerable<SessionAccess> sessions)
    {
        var writer = GeneratedFile.Begin("state.md", state.Warnings);
        state.Type.OpenNamespace(writer);
        EmitType(writer, state);
        if (state.Accessor is not null)
        {
            writer.WriteLine();
            AccessorEmitter.Emit(writer, state, state.Accessor, sessions);
        }

        writer.CloseAll();
        return writer.ToSourceText();
    }

    private static void EmitType(SourceWriter writer, StateModel state)
    {
        var self = state.Type.FullName;
        var contract = $"global::Sessions.IAgentSessionState<{self}>";
        state.Type.OpenDeclarations(writer, $" : {contract}");
        EmitMember(writer, $"static string {contract}.StateKey => {CSharpText.Literal(state.Key)};");
        writer.WriteLine();
        EmitMember(writer, $"static int {contract}.StateVersion => {Number(state.Version)};");
        writer.WriteLine();
        EmitTypeInfo(writer, state, contract);
        writer.WriteLine();
        EmitMember(writer, $"static {self}?", $"{contract}.CreateState() =>", state.HasDefault ? $"new {self}();" : "null;");
        if (state.Migrations.Count > 0)
        {
            writer.WriteLine();
            EmitMigrations(writer, state, contract);
        }

        if (state.Json is not null)
        {
            writer.WriteLine();
            EmitJson(writer, state, state.Json);
        }

        state.Type.CloseDeclarations(writer);
    }

    private static void EmitJson(SourceWriter writer, StateModel state, JsonGraphModel json)
    {
        writer.WriteLine("#nullable disable warnings // One type's metadata serves all its uses, nullable or not.");
        JsonEmitter.Emit(writer, state.Type.FullName, json);
        writer.WriteLine("#nullable enable warnings");
    }

    private static void EmitTypeInfo(SourceWriter writer, StateModel state, string contract)
    {
        var typeInfo = $"global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{state.Type.FullName}>";
        var member = $"{contract}.StateTypeInfo =>";
        if (state.IsTransient)
        {
            EmitMember(writer, $"static {typeInfo}?", $"{member} null;");
        }
        else if (state.JsonContext is { } context)
        {
            // Its properties are another generator's output; the method is the base class's.
            EmitMember(writer, $"static {typeInfo}", member, $"{CSharpText.Call($"{context}.Default.GetTypeInfo", $"typeof({state.Type.FullName})")} as", typeInfo, $"?? {MissingFromContext(state, context)};");
        }
        else
        {
            EmitMember(writer, $"static {typeInfo}", member, $"{JsonEmitter.ClassName}.StateTypeInfo;");
        }
    }

    private static string MissingFromContext(StateModel state, string context) => CSharpText.Throw(
        $"{context.Replace("global::", "")} has no metadata for",
        $"{state.Type.FullName.Replace("global::", "")}.",
        $"Add [JsonSerializable(typeof({state.Type.FullName.Split('.', ':').Last()}))] to it.");

    private static void EmitMigrations(SourceWriter writer, StateModel state, string contract)
    {
        writer.WriteLine(GeneratedFile.Attribute);
        writer.WriteLine($"static void {contract}.MigrateState(");
        writer.WriteLine("    global::System.Text.Json.Nodes.JsonObject state,");
        writer.Open("    int fromVersion)");
        writer.Open("switch (fromVersion)");
        foreach (var migration in state.Migrations)
        {
            writer.WriteLine($"case {Number(migration.From)}:");
            writer.WriteLine($"    {CSharpText.Identifier(migration.Method)}(state);");
            writer.WriteLine("    break;");
        }

        writer.WriteLine("default:");
        writer.WriteLine("    throw new global::System.InvalidOperationException(");
        writer.WriteLine("        $\"There is no migration from version {fromVersion}. Add a method with [StateMigration(From = {fromVersion})].\");");
        writer.Close();
        writer.Close();
    }

    private static void EmitMember(SourceWriter writer, string first, params string[] further)
    {
        writer.WriteLine(GeneratedFile.Attribute);
        writer.WriteLine(first);
        writer.Indent();
        foreach (var line in further)
        {
            writer.WriteLine(line);
        }

        writer.Unindent();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
