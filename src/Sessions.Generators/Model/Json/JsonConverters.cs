using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

internal enum JsonConverterKind
{
    /// <summary>A <c>JsonConverter&lt;T&gt;</c> for the type itself.</summary>
    Converter,

    /// <summary>A factory, which is asked for the converter.</summary>
    Factory,

    /// <summary>The factory that writes enums by name: its generic form does the same without reflection.</summary>
    StringEnum,
}

/// <summary>What a <c>[JsonConverter]</c> means for a type.</summary>
/// <param name="Kind">What kind of converter it is.</param>
/// <param name="Type">The converter's type.</param>
/// <param name="IsForUnderlyingType">The type is nullable, and the converter is for what it is made of.</param>
internal sealed record JsonConverterUse(JsonConverterKind Kind, INamedTypeSymbol Type, bool IsForUnderlyingType);

/// <summary>Reads <c>[JsonConverter]</c> on a member or a type.</summary>
internal static class JsonConverters
{
    /// <summary>Reads the attribute, which the symbol must have; <see langword="null"/> when generated code cannot make such a converter.</summary>
    public static JsonConverterUse? Find(ISymbol annotated, ITypeSymbol type, JsonScope scope)
    {
        if (JsonConverterAttributes.Find(annotated) is not { } attribute
            || !attribute.AttributeClass.Is(JsonNames.Converter)
            || attribute.ConstructorArgument<INamedTypeSymbol>(0) is not { IsAbstract: false, IsUnboundGenericType: false } converter)
        {
            return null;
        }

        var underlying = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;
        if (converter.Is(JsonNames.StringEnumConverter))
        {
            return (underlying ?? type).TypeKind == TypeKind.Enum ? new(JsonConverterKind.StringEnum, converter, underlying is not null) : null;
        }

        if (!converter.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty && scope.CanAccess(constructor)))
        {
            return null;
        }

        foreach (var current in converter.SelfAndBaseTypes())
        {
            if (IsStringEnums(current) && !ConvertsEnum(current, underlying ?? type))
            {
                return null;
            }

            if (current.Is(JsonNames.ConverterFactory))
            {
                return new(JsonConverterKind.Factory, converter, underlying is not null && !HandlesNullable(converter));
            }

            if (current.Is(JsonNames.ConverterOfT))
            {
                return Match(converter, current.TypeArguments[0], type, underlying);
            }
        }

        return null;
    }

    /// <summary>Whether the converter writes and reads the names of members too, as a dictionary's keys are. Of a factory's, nobody knows before it is made.</summary>
    public static bool WritesNames(JsonConverterUse use) =>
        use.Kind == JsonConverterKind.StringEnum
        || use.Type.SelfAndBaseTypes().Any(IsStringEnums)
        || (Overrides(use.Type, "WriteAsPropertyName") && Overrides(use.Type, "ReadAsPropertyName"));

    private static bool Overrides(INamedTypeSymbol converter, string method) =>
        converter.SelfAndBaseTypes().TakeWhile(static current => !current.Is(JsonNames.ConverterOfT)).Any(current => current.GetMembers(method).Any(static member => member.IsOverride));

    private static bool IsStringEnums(INamedTypeSymbol converter) => converter.Is(JsonNames.StringEnumConverter) || converter.Is(JsonNames.StringEnumConverter + "`1");

    // The factory for string enums has a generic form that knows its enum.
    private static bool ConvertsEnum(INamedTypeSymbol converter, ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum && (converter.Arity == 0 || SymbolEqualityComparer.Default.Equals(converter.TypeArguments[0], type));

    private static JsonConverterUse? Match(INamedTypeSymbol converter, ITypeSymbol converted, ITypeSymbol type, ITypeSymbol? underlying)
    {
        if (SymbolEqualityComparer.Default.Equals(converted, type))
        {
            return new(JsonConverterKind.Converter, converter, IsForUnderlyingType: false);
        }

        return SymbolEqualityComparer.Default.Equals(converted, underlying) ? new(JsonConverterKind.Converter, converter, IsForUnderlyingType: true) : null;
    }

    private static bool HandlesNullable(INamedTypeSymbol converter) => !converter.Is(JsonNames.StringEnumConverter + "`1");
}
