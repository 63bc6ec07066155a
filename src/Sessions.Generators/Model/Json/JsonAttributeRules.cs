using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>
/// Finds attributes that contradict the type that they are on. System.Text.Json throws at the first use of such a type, although
/// each of its members has a JSON form.
/// </summary>
internal static class JsonAttributeRules
{
    private const int MaxNumberHandling = 7;
    private const int MaxHandling = 1;
    private const int Populate = 1;
    private const int WhenWritingNull = 3;

    public static IEnumerable<JsonTypeProblem> FindProblems(JsonType type)
    {
        // The framework's own types contradict themselves nowhere.
        if (type.Symbol is not INamedTypeSymbol named || (named.DeclaringSyntaxReferences.IsEmpty && named.IsInSystem()))
        {
            return [];
        }

        var problems = named.ReadAttributes().IsEmpty ? [] : FindTypeProblems(type, named).Concat(JsonDerivedTypeRules.FindProblems(type, named));
        return type.Class.Kind == JsonTypeKind.Object ? problems.Concat(FindMemberProblems(type, named)) : problems;
    }

    private static IEnumerable<JsonTypeProblem> FindTypeProblems(JsonType type, INamedTypeSymbol named)
    {
        var attributes = JsonAttributes.Of(named);
        if (attributes.NumberHandling is < 0 or > MaxNumberHandling)
        {
            yield return Problem(JsonAttributeProblem.NumberHandlingUnknown, named);
        }

        if (attributes.CreationHandling is < 0 or > MaxHandling || attributes.UnmappedMemberHandling is < 0 or > MaxHandling)
        {
            yield return Problem(JsonAttributeProblem.HandlingUnknown, named);
        }
        else if (type.Class.Kind != JsonTypeKind.Object && (attributes.CreationHandling is not null || attributes.UnmappedMemberHandling is not null))
        {
            yield return Problem(JsonAttributeProblem.HandlingWithoutMembers, named);
        }

        if (attributes.CreationHandling == Populate
            && HasParameters(type)
            && type.Members.Find(static member => member.Attributes.CreationHandling is null && JsonPopulation.FindProblem(member) == JsonAttributeProblem.None) is { } filled)
        {
            yield return Problem(JsonAttributeProblem.PopulateConstructor, named, filled.Symbol);
        }
    }

    private static IEnumerable<JsonTypeProblem> FindMemberProblems(JsonType type, INamedTypeSymbol named)
    {
        ISymbol? extensionData = null;
        foreach (var member in type.Members)
        {
            var problem = FindProblem(member, type);
            if (member.Attributes.IsExtensionData)
            {
                problem = problem == JsonAttributeProblem.None && extensionData is not null ? JsonAttributeProblem.ExtensionDataTwice : problem;
                extensionData ??= member.Symbol;
            }

            if (problem != JsonAttributeProblem.None)
            {
                yield return Problem(problem, named, member.Symbol);
            }
        }

        foreach (var ignored in type.IgnoredMembers.Where(member => IsRequired(member, type)))
        {
            yield return Problem(JsonAttributeProblem.RequiredIgnored, named, ignored.Symbol);
        }
    }

    private static JsonAttributeProblem FindProblem(JsonMember member, JsonType type)
    {
        var attributes = member.Attributes;
        return IsRequired(member, type) && attributes.IsExtensionData ? JsonAttributeProblem.ExtensionDataRequired
            : IsRequired(member, type) && !IsRead(member) ? JsonAttributeProblem.RequiredWithoutSetter
            : attributes.IsEmpty || member.Type.TypeKind == TypeKind.Error ? JsonAttributeProblem.None
            : attributes.HasNullName ? JsonAttributeProblem.NullName
            : attributes.IgnoreCondition == WhenWritingNull && !CanBeNull(member.Type) ? JsonAttributeProblem.IgnoredWhenNeverNull
            : attributes.NumberHandling is < 0 or > MaxNumberHandling ? JsonAttributeProblem.NumberHandlingUnknown
            : attributes.NumberHandling > 0 && !JsonNumbers.AreIn(member) ? JsonAttributeProblem.NumberHandlingWithoutNumbers
            : attributes.CreationHandling is < 0 or > MaxHandling ? JsonAttributeProblem.HandlingUnknown
            : attributes.CreationHandling == Populate ? JsonPopulation.FindProblem(member) is not JsonAttributeProblem.None and var problem ? problem
                : HasParameters(type) ? JsonAttributeProblem.PopulateConstructor : JsonAttributeProblem.None
            : !attributes.IsExtensionData ? JsonAttributeProblem.None
            : !JsonExtensionData.CanBe(member.Type) ? JsonAttributeProblem.ExtensionDataType
            : type.Constructor?.Parameters.Any(parameter => JsonConstructors.FindMember(parameter, [member]) is not null) == true ? JsonAttributeProblem.ExtensionDataParameter
            : JsonAttributeProblem.None;
    }

    private static bool IsRequired(JsonMember member, JsonType type) =>
        member.Attributes.IsRequired || (member.IsRequired && (type.Constructor is not { } constructor || !JsonConstructors.SetsRequiredMembers(constructor)));

    // System.Text.Json does not read collections that it cannot get.
    private static bool IsRead(JsonMember member) =>
        member.Setter is not null && (member.Getter is not null || member.Attributes.HasConverter || JsonTypeClassifier.Classify(member.Type).Kind < JsonTypeKind.Array);

    private static bool HasParameters(JsonType type) => type.Class.Kind == JsonTypeKind.Object && type.Constructor is { Parameters.IsEmpty: false };

    private static bool CanBeNull(ITypeSymbol type) => !type.IsValueType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static JsonTypeProblem Problem(JsonAttributeProblem problem, INamedTypeSymbol type, ISymbol? symbol = null) =>
        new(JsonTypeProblemKind.Attribute, type, symbol, problem);
}
