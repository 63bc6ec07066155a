namespace Sessions.Generators;

/// <summary>Writes the class that gives System.Text.Json the metadata of a state value's types.</summary>
/// <remarks>
/// It derives from the runtime's <c>StateMetadata</c>, whose methods it calls by their simple names: what is inherited goes before
/// what the annotated type around it may declare.
/// </remarks>
internal static class JsonEmitter
{
    /// <summary>The class, nested in the annotated type so that it reaches what is private there.</summary>
    public const string ClassName = "__SessionsJson";

    private const string TypeInfo = JsonTypeEmitter.Metadata + "JsonTypeInfo";

    public static void Emit(SourceWriter writer, string state, JsonGraphModel graph)
    {
        writer.WriteLine("/// <summary>Gives System.Text.Json the metadata of the state's types, so that nothing is looked up by reflection.</summary>");
        writer.WriteLine(GeneratedFile.Attribute);
        writer.Open($"private sealed class {ClassName} : global::Sessions.StateMetadata");
        writer.WriteLine($"private static {TypeInfo}<{state}>? stateTypeInfo;");
        writer.WriteLine();
        writer.WriteLine($"public static {TypeInfo}<{state}> StateTypeInfo =>");
        writer.WriteLine($"    stateTypeInfo ??= Resolve<{state}>(new {ClassName}());");
        writer.WriteLine();
        EmitCreate(writer, graph);
        foreach (var type in graph.Types)
        {
            if (type.Object is not null)
            {
                JsonObjectEmitter.Emit(writer, type, type.Object);
            }
        }

        JsonUnsafeEmitter.Emit(writer, graph);
        writer.Close();
    }

    private static void EmitCreate(SourceWriter writer, JsonGraphModel graph)
    {
        writer.WriteLine($"protected override {TypeInfo}? Create(");
        writer.WriteLine("    global::System.Type type,");
        writer.Open($"    {JsonTypeEmitter.Options} options)");
        foreach (var type in graph.Types)
        {
            writer.WriteLine($"if (type == typeof({type.FullName}))");
            writer.Indent();
            writer.WriteLine($"return {JsonTypeEmitter.Create(type)};");
            writer.Unindent();
        }

        writer.WriteLine(graph.NeedsAI ? "return FromAI(type, options);" : "return null;");
        writer.Close();
    }
}
