using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Reads plain types: their constructor and members, and what System.Text.Json's attributes say of them.</summary>
/// <param name="scope">Where generated code stands.</param>
/// <param name="graph">Told of each type that the members need metadata of.</param>
internal sealed class JsonObjectParser(JsonScope scope, JsonGraphParser graph)
{
    public static JsonConverterModel? ParseConverter(ISymbol annotated, ITypeSymbol type, JsonScope scope)
    {
        if (!annotated.HasAttribute(JsonNames.Converter) || JsonConverters.Find(annotated, type, scope) is not { } use)
        {
            return null;
        }

        var converted = use.IsForUnderlyingType ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        return new JsonConverterModel(use.Kind, use.Type.ToFullName(), converted.ToFullName(), use.IsForUnderlyingType);
    }

    public JsonObjectModel Parse(INamedTypeSymbol type)
    {
        var known = scope.Of(type);
        var members = known.Members.FindAll(member => JsonTypeRules.FindProblem(member, scope) is null);
        var constructor = JsonTypeRules.FindConstructorProblem(type, known.Constructor, members) is null ? known.Constructor : null;
        var attributes = JsonAttributes.Of(type);
        foreach (var derived in JsonDerivedTypes.Of(type).Where(derived => JsonTypeRules.FindProblem(derived, scope) is null))
        {
            graph.Visit(derived);
        }

        var name = known.FullName;
        return new JsonObjectModel(
            type.Name,
            constructor is null ? null : ParseConstructor(type, constructor),
            members.Select(member => ParseMember(member, type, name, constructor)).ToEquatableArray(),
            type.IsValueType,
            attributes.NumberHandling,
            attributes.UnmappedMemberHandling,
            attributes.CreationHandling);
    }

    private JsonConstructorModel ParseConstructor(INamedTypeSymbol type, IMethodSymbol constructor) => new(
        JsonAccess.ConstructorIsUnsafe(type, constructor, scope),
        constructor.Parameters.Select(ParseParameter).ToEquatableArray());

    private static JsonParameterModel ParseParameter(IParameterSymbol parameter) => new(
        parameter.Name,
        parameter.Type.ToFullName(),
        parameter.HasExplicitDefaultValue ? CSharpText.DefaultValue(parameter) : null);

    private JsonMemberModel ParseMember(JsonMember member, INamedTypeSymbol type, string typeName, IMethodSymbol? constructor)
    {
        var (symbol, attributes) = (member.Symbol, member.Attributes);
        graph.NoteWarnings(attributes.IsEmpty ? symbol.ContainingType : symbol);
        var converter = attributes.HasConverter ? ParseConverter(symbol, member.Type, scope) : null;
        if (converter is null)
        {
            graph.Visit(member.Type);
        }
        else
        {
            graph.Visit(member.Type, converter);
        }

        return new JsonMemberModel(
            symbol.Name,
            JsonBuiltInTypes.Contains(member.Type) ? member.Type.ToFullName() : scope.Of(member.Type).FullName,
            SymbolEqualityComparer.Default.Equals(symbol.ContainingType, type) ? typeName : symbol.ContainingType.ToFullName(),
            symbol.ContainingType.Name,
            symbol.ContainingType.IsValueType,
            member.IsHiddenIn(type),
            symbol is IFieldSymbol,
            symbol.IsVirtual || symbol.IsOverride || symbol.IsAbstract,
            attributes.IsIncluded,
            attributes.IsRequired || (member.IsRequired && constructor is not null && !JsonConstructors.SetsRequiredMembers(constructor)),
            attributes.IsExtensionData,
            GetterAccess(member, type),
            SetterAccess(member, type, constructor),
            attributes.Name,
            attributes.Order,
            attributes.IgnoreCondition,
            attributes.NumberHandling,
            attributes.CreationHandling,
            converter);
    }

    private JsonMemberAccess GetterAccess(JsonMember member, INamedTypeSymbol type) => member.Getter is null ? JsonMemberAccess.None
        : JsonAccess.GetterIsUnsafe(member, type, scope) ? JsonMemberAccess.Unsafe
        : JsonMemberAccess.Direct;

    private JsonMemberAccess SetterAccess(JsonMember member, INamedTypeSymbol type, IMethodSymbol? constructor)
    {
        if (member.Setter is null || constructor is null)
        {
            return JsonMemberAccess.None;
        }

        return scope.CanAssign(member, type) ? JsonMemberAccess.Direct
            : member.Symbol.ContainingType.IsGeneric() ? JsonMemberAccess.None
            : JsonMemberAccess.Unsafe;
    }
}
