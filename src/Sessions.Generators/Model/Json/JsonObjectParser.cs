using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Reads plain types: their constructor and members, and what System.Text.Json's attributes say of them.</summary>
/// <param name="scope">Where generated code stands.</param>
/// <param name="graph">Told of each type that the members need metadata of.</param>
internal sealed class JsonObjectParser(JsonScope scope, JsonGraphParser graph)
{
    public JsonConverterModel? ParseConverter(ISymbol annotated, ITypeSymbol type)
    {
        if (!JsonConverterAttributes.Has(annotated) || JsonConverters.Find(annotated, type, scope) is not { } use)
        {
            return null;
        }

        graph.NoteWarnings(use.Type);
        graph.NoteWarnings(use.Type.InstanceConstructors.FirstOrDefault(static constructor => constructor.Parameters.IsEmpty));
        var underlying = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;
        return new JsonConverterModel(use.Kind, use.Type.ToFullName(), (underlying ?? type).ToFullName(), underlying is not null, use.IsForUnderlyingType);
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

    private JsonConstructorModel ParseConstructor(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        graph.NoteWarnings(constructor);
        var isUnsafe = JsonAccess.ConstructorIsUnsafe(type, constructor, scope);
        return new(isUnsafe, isUnsafe ? graph.Open(type) : null, constructor.Parameters.Select(ParseParameter).ToEquatableArray());
    }

    private static JsonParameterModel ParseParameter(IParameterSymbol parameter) => new(
        parameter.Name,
        parameter.Type.ToFullName(),
        parameter.OriginalDefinition.Type.ToFullName(),
        parameter.HasExplicitDefaultValue ? CSharpText.DefaultValue(parameter) : null);

    private JsonMemberModel ParseMember(JsonMember member, INamedTypeSymbol type, string typeName, IMethodSymbol? constructor)
    {
        var (symbol, attributes) = (member.Symbol, member.Attributes);
        graph.NoteWarnings(attributes.IsEmpty ? symbol.ContainingType : symbol);
        graph.NoteWarnings(member.Getter);
        graph.NoteWarnings(member.Setter);
        var converter = attributes.HasConverter ? ParseConverter(symbol, member.Type) : null;
        if (converter is null)
        {
            graph.Visit(member.Type);
        }
        else
        {
            graph.Visit(member.Type, converter);
        }

        var (getter, setter) = (GetterAccess(member, type), SetterAccess(member, type, constructor));
        var open = getter == JsonMemberAccess.Unsafe || setter == JsonMemberAccess.Unsafe ? graph.Open(symbol.ContainingType) : null;
        var typeOfMember = JsonBuiltInTypes.Contains(member.Type) ? member.Type.ToFullName() : scope.Of(member.Type).FullName;
        return new JsonMemberModel(
            symbol.Name,
            typeOfMember,
            open is null ? typeOfMember : TypeOf(symbol.OriginalDefinition).ToFullName(),
            open,
            SymbolEqualityComparer.Default.Equals(symbol.ContainingType, type) ? typeName : symbol.ContainingType.ToFullName(),
            symbol.ContainingType.Name,
            symbol.ContainingType.IsValueType,
            member.IsHiddenIn(type),
            symbol is IFieldSymbol,
            symbol.IsVirtual || symbol.IsOverride || symbol.IsAbstract,
            attributes.IsIncluded,
            attributes.IsRequired || (member.IsRequired && constructor is not null && !JsonConstructors.SetsRequiredMembers(constructor)),
            attributes.IsExtensionData,
            getter,
            setter,
            attributes.Name,
            attributes.Order,
            attributes.IgnoreCondition,
            attributes.NumberHandling,
            attributes.CreationHandling,
            converter);
    }

    private JsonMemberAccess GetterAccess(JsonMember member, INamedTypeSymbol type) => member.Getter is null ? JsonMemberAccess.None
        : !JsonAccess.GetterIsUnsafe(member, type, scope) ? JsonMemberAccess.Direct
        : scope.CanReachInside(member.Symbol.ContainingType) ? JsonMemberAccess.Unsafe
        : JsonMemberAccess.None;

    private static ITypeSymbol TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;

    private JsonMemberAccess SetterAccess(JsonMember member, INamedTypeSymbol type, IMethodSymbol? constructor)
    {
        if (member.Setter is null || constructor is null)
        {
            return JsonMemberAccess.None;
        }

        return scope.CanAssign(member, type) ? JsonMemberAccess.Direct
            : scope.CanReachInside(member.Symbol.ContainingType) ? JsonMemberAccess.Unsafe
            : JsonMemberAccess.None;
    }
}
