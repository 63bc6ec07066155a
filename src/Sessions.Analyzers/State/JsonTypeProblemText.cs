using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Says why a type cannot be serialized, and what to do instead.</summary>
internal static class JsonTypeProblemText
{
    /// <summary>The reason; <see langword="null"/> where the compiler says it.</summary>
    public static string? Explain(JsonTypeProblem problem)
    {
        var type = problem.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return problem.Kind switch
        {
            JsonTypeProblemKind.NotData => $"'{type}' is not data; exclude the member by [JsonIgnore]",
            JsonTypeProblemKind.Inaccessible => $"generated code cannot name '{type}'; make it internal or public",
            JsonTypeProblemKind.NoConverter => $"System.Text.Json has no converter for '{type}'; exclude the member by [JsonIgnore] or name a converter by [JsonConverter]",
            JsonTypeProblemKind.Tuple => $"the elements of the tuple '{type}' are fields, which JSON leaves out; use a record",
            JsonTypeProblemKind.Abstract => $"'{type}' is abstract and names no derived types; use a class, or name them by [JsonDerivedType]",
            JsonTypeProblemKind.MultiDimensionalArray => $"'{type}' has more than one dimension; use an array of arrays",
            JsonTypeProblemKind.CollectionConstructor => $"the collection '{type}' cannot be made by a public constructor without parameters; use a collection that can",
            JsonTypeProblemKind.DictionaryKey => $"'{type}' cannot be the key of a dictionary; use a string, a number, a date, a Guid or an enum, or give it a converter that overrides WriteAsPropertyName and ReadAsPropertyName",
            JsonTypeProblemKind.Constructor => $"'{type}' has no public constructor that has no parameters or is the only one; mark the one to use by [JsonConstructor]",
            JsonTypeProblemKind.ConstructorParameter => $"parameter '{problem.Symbol?.Name}' of the constructor of '{type}' has no public member of its name and type; add one",
            JsonTypeProblemKind.GenericSetter => $"'{problem.Symbol?.Name}' of the generic type '{type}' can be reached by no generated code before .NET 9; make it public, with a setter",
            JsonTypeProblemKind.Endless => $"'{type}' is made of ever larger types without end; use a type that is not generic",
            JsonTypeProblemKind.Converter => $"its [JsonConverter] names no converter for '{type}' that generated code can make; name one with a constructor without parameters",
            JsonTypeProblemKind.ConverterAttribute => $"the attribute that gives '{type}' its converter derives from [JsonConverter], and generated code knows nothing of it; name the converter by [JsonConverter(typeof(…))]",
            JsonTypeProblemKind.Attribute => JsonAttributeProblemText.Explain(problem.Attribute, type, problem.Symbol?.Name),
            _ => null,
        };
    }
}
