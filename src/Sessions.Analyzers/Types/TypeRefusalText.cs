using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.Types;

/// <summary>Says why a type is refused, and what to do instead.</summary>
internal static class TypeRefusalText
{
    /// <summary>The reason; <see langword="null"/> where there is none, or where the compiler says it: the attributes are for classes.</summary>
    public static string? Explain(TypeRefusal refusal, INamedTypeSymbol type) => refusal switch
    {
        TypeRefusal.Static => "a static class has no instances; remove 'static'",
        TypeRefusal.Abstract => "an abstract class has no instances of its own; annotate the classes that derive from it",
        TypeRefusal.FileLocal => "generated code is in another file and cannot see a file-local type; make it internal",
        TypeRefusal.Generic => "it is generic, and generated code is for one type; annotate a class without type parameters",
        TypeRefusal.GenericContainer => "it is nested in a generic type; move it out of there",
        TypeRefusal.Record => "a record cannot derive from HistoryProvider, which is a class; make it a class",
        TypeRefusal.OtherBaseClass => $"its base class '{type.BaseType?.Name}' is not a HistoryProvider; remove the base class or derive it from HistoryProvider",
        _ => null,
    };
}
