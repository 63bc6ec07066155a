using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>
/// The types whose objects are made from the JSON of session state, as members of it and of one another. What a converter reads
/// is the converter's, and an abstract type is read as one that derives from it.
/// </summary>
internal sealed class ContainedTypes
{
    private readonly Dictionary<INamedTypeSymbol, INamedTypeSymbol> _states = new(SymbolEqualityComparer.Default);

    private ContainedTypes()
    {
    }

    /// <summary>Finds the types of a compilation's state.</summary>
    public static ContainedTypes Of(Compilation compilation)
    {
        var contained = new ContainedTypes();
        foreach (var state in StateTypes.Of(compilation.Assembly).All.Where(static type => StateDeclaration.Of(type, RuntimeNames.All)!.HasGeneratedJson))
        {
            contained.Add(state, new JsonScope(compilation, state));
        }

        return contained;
    }

    /// <summary>The state that a type is contained in, the first by name; <see langword="null"/> if it is in none.</summary>
    public INamedTypeSymbol? FindState(INamedTypeSymbol type) => _states.TryGetValue(type, out var state) ? state : null;

    private void Add(INamedTypeSymbol state, JsonScope scope)
    {
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default) { state };
        var pending = new Stack<ITypeSymbol>(Parts(state, scope));
        while (pending.Count > 0)
        {
            var type = pending.Pop();
            if (JsonBuiltInTypes.Contains(type) || !seen.Add(type))
            {
                continue;
            }

            Note(type, state, scope);
            foreach (var part in Parts(type, scope))
            {
                pending.Push(part);
            }
        }
    }

    private void Note(ITypeSymbol type, INamedTypeSymbol state, JsonScope scope)
    {
        if (scope.Of(type).Class.Kind == JsonTypeKind.Object
            && type is INamedTypeSymbol { IsAbstract: false, OriginalDefinition: var definition }
            && !_states.ContainsKey(definition))
        {
            _states.Add(definition, state);
        }
    }

    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type, JsonScope scope)
    {
        var known = scope.Of(type);
        var (kind, element, key) = known.Class;
        return kind == JsonTypeKind.Object
            ? known.Members
                .Where(member => !member.Attributes.HasConverter && JsonTypeRules.FindProblem(member, scope) is null)
                .Select(static member => member.Type)
                .Concat(JsonDerivedTypes.Of(type).Where(derived => JsonTypeRules.FindProblem(derived, scope) is null))
            : new[] { element, key }.OfType<ITypeSymbol>();
    }
}
