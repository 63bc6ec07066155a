using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.Lock;

/// <summary>Reads the shape of a state type from its symbol.</summary>
internal sealed class StateShapeParser
{
    private readonly JsonScope _scope;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, ShapePart> _parts = new(StringComparer.Ordinal);
    private readonly HashSet<INamedTypeSymbol> _types = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _open = new(SymbolEqualityComparer.Default);

    private StateShapeParser(JsonScope scope, CancellationToken cancellationToken)
    {
        _scope = scope;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The shape of a state type, and the types that it is of.</summary>
    public static (StateShape Shape, ImmutableArray<INamedTypeSymbol> Types) Parse(INamedTypeSymbol state, Compilation compilation, CancellationToken cancellationToken)
    {
        var parser = new StateShapeParser(new JsonScope(compilation, state), cancellationToken);
        var name = state.ToPlainName();
        var isPlain = JsonTypeRules.HasOwnMembers(state) || JsonTypeRules.FindOwnProblem(state, parser._scope) is not null;
        var notation = isPlain ? parser.WriteObject(state) : parser.Write(state.WithNullableAnnotation(NullableAnnotation.NotAnnotated), state);
        if (notation != name)
        {
            parser._parts[name] = ShapePart.Alias(notation);
        }

        parser._types.Add(state);
        return (new StateShape(name, parser._parts.ToImmutableSortedDictionary(StringComparer.Ordinal)), parser._types.ToImmutableArray());
    }

    /// <summary>The notation of a type, whose own shape is noted by the way.</summary>
    /// <param name="type">The type.</param>
    /// <param name="annotated">What may name a converter for it: a member, or the type itself.</param>
    private string Write(ITypeSymbol type, ISymbol annotated)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            var underlying = nullable.TypeArguments[0];
            return Write(underlying, IsType(annotated) ? underlying : annotated) + TypeNotation.Nullable;
        }

        var notation = annotated.HasAttribute(JsonNames.Converter) ? WriteConverted(type, annotated) : WritePlain(type);
        return type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated ? notation + TypeNotation.Nullable : notation;
    }

    private string WriteConverted(ITypeSymbol type, ISymbol annotated)
    {
        var converter = annotated.FindAttribute(JsonNames.Converter)?.ConstructorArgument<INamedTypeSymbol>(0);
        return type.TypeKind == TypeKind.Enum && IsByName(converter)
            ? WriteEnumByName((INamedTypeSymbol)type)
            : TypeNotation.ByConverter(type.ToPlainName(), converter is null ? "" : converter.ToPlainName());
    }

    private string WritePlain(ITypeSymbol type)
    {
        var (kind, element, key) = JsonTypeClassifier.Classify(type);
        return kind switch
        {
            JsonTypeKind.Converter => WriteConverted(type, type),
            JsonTypeKind.Value => IsBytes(type) ? TypeNotation.Base64 : type.ToPlainName(),
            JsonTypeKind.External => type.ToPlainName(),
            JsonTypeKind.Enum => WriteEnum((INamedTypeSymbol)type),
            JsonTypeKind.Object => WriteObject((INamedTypeSymbol)type),
            _ => WriteCollection(type, element!, key),
        };
    }

    private string WriteCollection(ITypeSymbol type, ITypeSymbol element, ITypeSymbol? key)
    {
        // A collection may be one of itself.
        if (!_open.Add(type))
        {
            return type.ToPlainName();
        }

        var notation = Write(element, element);
        notation = key is null ? notation + TypeNotation.List : TypeNotation.MapOf(Write(key, key), notation);
        _open.Remove(type);
        return notation;
    }

    private string WriteObject(INamedTypeSymbol type)
    {
        var name = type.ToPlainName();
        if (_parts.ContainsKey(name))
        {
            return name;
        }

        // It stands in for what is read below, where a type may contain itself.
        _types.Add(type);
        _parts[name] = ShapePart.Alias(name);
        var lines = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var constructor = JsonConstructors.Find(type);
        foreach (var member in JsonMembers.Of(type).Where(member => IsRead(member, type, constructor) && JsonTypeRules.FindProblem(member, _scope) is null))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            lines[JsonName(member)] = (IsRequired(member, constructor) ? TypeNotation.Required : "") + Write(member.Type, member.Symbol);
        }

        AddDerivedTypes(type, lines);
        _parts[name] = new ShapePart(ShapePartKind.Members, lines.ToImmutable());
        return name;
    }

    private void AddDerivedTypes(INamedTypeSymbol type, ImmutableSortedDictionary<string, string>.Builder lines)
    {
        foreach (var attribute in type.GetAttributes().Where(static attribute => attribute.AttributeClass.Is(JsonNames.DerivedType)))
        {
            var discriminator = attribute.ConstructorArguments.Length < 2 ? null : Convert.ToString(attribute.ConstructorArguments[1].Value, CultureInfo.InvariantCulture);
            if (discriminator is not null
                && attribute.ConstructorArgument<INamedTypeSymbol>(0) is { } derived
                && JsonTypeRules.FindProblem(derived, _scope) is null)
            {
                lines[TypeNotation.Derived + discriminator] = Write(derived.WithNullableAnnotation(NullableAnnotation.NotAnnotated), derived);
            }
        }

        if (type.FindAttribute(JsonNames.Polymorphic)?.NamedArgument<string>("TypeDiscriminatorPropertyName") is { } property)
        {
            lines[TypeNotation.Discriminator] = property;
        }
    }

    private string WriteEnum(INamedTypeSymbol type)
    {
        var name = type.ToPlainName();
        _types.Add(type);
        _parts[name] = Values(ShapePartKind.Numbers, type, static field => (field.Name, Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture)));
        return name;
    }

    private string WriteEnumByName(INamedTypeSymbol type)
    {
        var name = TypeNotation.ByName(type.ToPlainName());
        _types.Add(type);
        _parts[name] = Values(ShapePartKind.Names, type, static field => (field.FindAttribute(JsonNames.StringEnumMemberName)?.ConstructorArgument<string>(0) ?? field.Name, ""));
        return name;
    }

    private static ShapePart Values(ShapePartKind kind, INamedTypeSymbol type, Func<IFieldSymbol, (string Name, string Value)> read)
    {
        var lines = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(static field => field.ConstantValue is not null))
        {
            var (name, value) = read(field);
            lines[name] = value;
        }

        return new ShapePart(kind, lines.ToImmutable());
    }

    /// <summary>Whether the member takes a value from JSON: what is only written is not part of what has to be kept.</summary>
    private static bool IsRead(JsonMember member, INamedTypeSymbol type, IMethodSymbol? constructor) =>
        !member.Symbol.HasAttribute(JsonNames.ExtensionData)
        && (member.Setter is not null
            || member.Symbol.HasAttribute(JsonNames.ObjectCreationHandling)
            || type.HasAttribute(JsonNames.ObjectCreationHandling)
            || constructor?.Parameters.Any(parameter => JsonConstructors.FindMember(parameter, [member]) is not null) == true);

    private static bool IsRequired(JsonMember member, IMethodSymbol? constructor) =>
        member.Symbol.HasAttribute(JsonNames.Required)
        || (member.IsRequired && constructor is not null && !JsonConstructors.SetsRequiredMembers(constructor));

    private static string JsonName(JsonMember member) =>
        member.Symbol.FindAttribute(JsonNames.PropertyName)?.ConstructorArgument<string>(0) ?? member.Symbol.Name;

    private static bool IsByName(INamedTypeSymbol? converter) =>
        converter.Is(JsonNames.StringEnumConverter) || converter.Is(JsonNames.StringEnumConverter + "`1");

    private static bool IsType(ISymbol symbol) => symbol is ITypeSymbol;

    /// <summary>Of the types that System.Text.Json has a converter for, bytes alone are generic or an array.</summary>
    private static bool IsBytes(ITypeSymbol type) => type is IArrayTypeSymbol or INamedTypeSymbol { IsGenericType: true };
}
