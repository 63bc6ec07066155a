namespace Sessions.Generators;

/// <summary>Writes the class that gives System.Text.Json the metadata of a state value's types.</summary>
internal static class JsonEmitter
{
    /// <summary>The class, nested in the annotated type so that it reaches what is private there.</summary>
    public const string ClassName = "__SessionsJson";

    private const string Metadata = "global::System.Text.Json.Serialization.Metadata.";
    private const string Options = "global::System.Text.Json.JsonSerializerOptions";

    public static void Emit(SourceWriter writer, string state, JsonGraphModel graph)
    {
        writer.WriteLine("/// <summary>Gives System.Text.Json the metadata of the state's types, so that nothing is looked up by reflection.</summary>");
        writer.WriteLine(GeneratedFile.Attribute);
        writer.Open($"private sealed class {ClassName} : {Metadata}IJsonTypeInfoResolver");
        EmitOptions(writer, state);
        EmitResolver(writer, graph);
        foreach (var type in graph.Types)
        {
            JsonTypeEmitter.Emit(writer, type);
        }

        JsonUnsafeEmitter.Emit(writer, graph);
        EmitFactoryHelper(writer, graph);
        writer.Close();
    }

    private static void EmitOptions(SourceWriter writer, string state)
    {
        writer.WriteLine($"private static readonly {Options} Options = CreateOptions();");
        writer.WriteLine($"private static {Metadata}JsonTypeInfo<{state}>? stateTypeInfo;");
        writer.WriteLine();
        writer.WriteLine($"public static {Metadata}JsonTypeInfo<{state}> StateTypeInfo =>");
        writer.WriteLine($"    stateTypeInfo ??= ({Metadata}JsonTypeInfo<{state}>)Options.GetTypeInfo(typeof({state}));");
        writer.WriteLine();
        writer.Open($"private static {Options} CreateOptions()");
        writer.WriteLine($"var options = new {Options} {{ TypeInfoResolver = new {ClassName}() }};");
        writer.WriteLine("options.MakeReadOnly();");
        writer.WriteLine("return options;");
        writer.Close();
    }

    private static void EmitResolver(SourceWriter writer, JsonGraphModel graph)
    {
        writer.WriteLine();
        writer.Open($"public {Metadata}JsonTypeInfo? GetTypeInfo(global::System.Type type, {Options} options)");
        foreach (var type in graph.Types)
        {
            writer.Open($"if (type == typeof({type.FullName}))");
            writer.WriteLine($"return Create_{type.Identifier}(options);");
            writer.Close();
            writer.WriteLine();
        }

        writer.WriteLine(graph.NeedsAI
            ? "return global::Microsoft.Extensions.AI.AIJsonUtilities.DefaultOptions.TypeInfoResolver?.GetTypeInfo(type, options);"
            : "return null;");
        writer.Close();
    }

    private static void EmitFactoryHelper(SourceWriter writer, JsonGraphModel graph)
    {
        if (!Converters(graph).Any(static converter => converter.Kind != JsonConverterKind.Converter))
        {
            return;
        }

        const string Converter = "global::System.Text.Json.Serialization.JsonConverter";
        writer.WriteLine();
        writer.Open($"private static {Converter}<T> FromFactory<T>({Converter}Factory factory, {Options} options)");
        writer.Open($"if (factory.CanConvert(typeof(T)) && factory.CreateConverter(typeof(T), options) is {Converter}<T> converter)");
        writer.WriteLine("return converter;");
        writer.Close();
        writer.WriteLine();
        writer.WriteLine("throw new global::System.InvalidOperationException($\"The converter factory {factory.GetType()} has no converter for {typeof(T)}.\");");
        writer.Close();
    }

    private static IEnumerable<JsonConverterModel> Converters(JsonGraphModel graph)
    {
        foreach (var type in graph.Types)
        {
            if (type.Converter is not null)
            {
                yield return type.Converter;
            }

            foreach (var member in type.Object?.Members ?? default)
            {
                if (member.Converter is not null)
                {
                    yield return member.Converter;
                }
            }
        }
    }
}
