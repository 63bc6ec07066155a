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
        if (annotated.FindAttribute(JsonNames.Converter)?.ConstructorArgument<INamedTypeSymbol>(0) is not { IsAbstract: false, IsUnboundGenericType: false } converter)
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
            if (current.Is(JsonNames.ConverterFactory))
            {
                // The factory for string enums has a generic form that knows its enum.
                return new(JsonConverterKind.Factory, converter, underlying is not null && !HandlesNullable(converter));
            }

            if (current.Is(JsonNames.ConverterOfT))
            {
                return Match(converter, current.TypeArguments[0], type, underlying);
            }
        }

        return null;
    }

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
