using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sessions.Generators;

/// <summary>
/// Writes types as <see cref="SymbolDisplayFormat.FullyQualifiedFormat"/> does. What is ordinary is put together here, in a
/// tenth of the time: every type of every member is written at each keystroke.
/// </summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat NamespaceFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    public static string Write(ITypeSymbol type)
    {
        if (Keyword(type.SpecialType) is { } keyword)
        {
            return keyword;
        }

        var text = new StringBuilder(64);
        return TryWrite(text, type) ? text.ToString() : type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
    }

    /// <summary>Writes a namespace without <c>global::</c>.</summary>
    public static string Write(INamespaceSymbol @namespace)
    {
        var text = new StringBuilder(32);
        return TryWrite(text, @namespace) ? text.ToString(0, text.Length - 1) : @namespace.ToDisplayString(NamespaceFormat);
    }

    private static bool TryWrite(StringBuilder text, ITypeSymbol type)
    {
        switch (type)
        {
            case { SpecialType: not SpecialType.None } when Keyword(type.SpecialType) is { } keyword:
                text.Append(keyword);
                return true;
            case IArrayTypeSymbol { Rank: 1, ElementType: not IArrayTypeSymbol and var element } when TryWrite(text, element):
                text.Append("[]");
                return true;
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, IsUnboundGenericType: false } nullable when TryWrite(text, nullable.TypeArguments[0]):
                text.Append('?');
                return true;
            case INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.Enum, IsTupleType: false, IsUnboundGenericType: false, IsFileLocal: false } named
                when named.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T && IsOrdinary(named.Name):
                return TryWriteContainer(text, named) && TryWriteNamed(text, named);
            default:
                return false;
        }
    }

    private static bool TryWriteContainer(StringBuilder text, INamedTypeSymbol type)
    {
        if (type.ContainingType is { } container)
        {
            if (!TryWrite(text, container))
            {
                return false;
            }

            text.Append('.');
            return true;
        }

        text.Append("global::");
        return TryWrite(text, type.ContainingNamespace);
    }

    private static bool TryWriteNamed(StringBuilder text, INamedTypeSymbol type)
    {
        text.Append(type.Name);
        if (type.Arity == 0)
        {
            return true;
        }

        var separator = "<";
        foreach (var argument in type.TypeArguments)
        {
            text.Append(separator);
            if (!TryWrite(text, argument))
            {
                return false;
            }

            separator = ", ";
        }

        text.Append('>');
        return true;
    }

    private static bool TryWrite(StringBuilder text, INamespaceSymbol @namespace)
    {
        if (@namespace.IsGlobalNamespace)
        {
            return true;
        }

        if (!IsOrdinary(@namespace.Name) || !TryWrite(text, @namespace.ContainingNamespace))
        {
            return false;
        }

        text.Append(@namespace.Name).Append('.');
        return true;
    }

    // What is or may be a keyword is left to the compiler, as is what has no name.
    private static bool IsOrdinary(string name) =>
        name.Length > 0 && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None;

    private static string? Keyword(SpecialType type) => type switch
    {
        SpecialType.System_Object => "object",
        SpecialType.System_Boolean => "bool",
        SpecialType.System_Char => "char",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_Byte => "byte",
        SpecialType.System_Int16 => "short",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_Int32 => "int",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_Int64 => "long",
        SpecialType.System_UInt64 => "ulong",
        SpecialType.System_Decimal => "decimal",
        SpecialType.System_Single => "float",
        SpecialType.System_Double => "double",
        SpecialType.System_String => "string",
        _ => null,
    };
}
