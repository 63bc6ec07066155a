using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>The types that a state value's JSON is made of, the value's own first.</summary>
/// <param name="Types">The types whose metadata is written.</param>
/// <param name="NeedsAI">Whether Microsoft.Extensions.AI is asked for the metadata of further types.</param>
internal sealed record JsonGraphModel(EquatableArray<JsonTypeModel> Types, bool NeedsAI);

/// <summary>Collects the types of a state value, from the annotated type on. What cannot be serialized is left out.</summary>
internal sealed class JsonGraphParser
{
    private readonly JsonScope _scope;
    private readonly JsonObjectParser _objects;
    private readonly JsonIdentifiers _identifiers = new();
    private readonly Queue<ITypeSymbol> _pending = new();
    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private bool _needsAI;

    private JsonGraphParser(JsonScope scope)
    {
        _scope = scope;
        _objects = new JsonObjectParser(scope, Visit);
    }

    public static JsonGraphModel Parse(INamedTypeSymbol state, JsonScope scope, CancellationToken cancellationToken)
    {
        var parser = new JsonGraphParser(scope);
        parser.Visit(state);
        var types = new List<JsonTypeModel>();
        while (parser._pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            types.Add(parser.ParseType(parser._pending.Dequeue()));
        }

        return new JsonGraphModel(types.ToEquatableArray(), parser._needsAI);
    }

    private void Visit(ITypeSymbol type)
    {
        if (!_seen.Add(type))
        {
            return;
        }

        _needsAI |= JsonTypeClassifier.NeedsAI(type);
        if (JsonTypeClassifier.Classify(type).Kind != JsonTypeKind.External)
        {
            _pending.Enqueue(type);
        }
    }

    private JsonTypeModel ParseType(ITypeSymbol type)
    {
        var (kind, element, key) = Classify(type);
        foreach (var part in new[] { element, key })
        {
            if (part is not null)
            {
                Visit(part);
            }
        }

        return new JsonTypeModel(
            type.ToFullName(),
            _identifiers.Take(type),
            kind,
            element?.ToFullName(),
            key?.ToFullName(),
            JsonFactories.Find(type, kind),
            JsonCollections.HasConstructor(type),
            kind == JsonTypeKind.Converter ? JsonObjectParser.ParseConverter(type, type, _scope) : null,
            kind == JsonTypeKind.Object ? _objects.Parse((INamedTypeSymbol)type) : null);
    }

    /// <summary>The annotated type is written as a plain object where it cannot be written as what it is.</summary>
    private JsonTypeClass Classify(ITypeSymbol type)
    {
        var found = JsonTypeClassifier.Classify(type);
        return found.Kind != JsonTypeKind.Object
            && SymbolEqualityComparer.Default.Equals(type, _scope.Owner)
            && JsonTypeRules.FindOwnProblem(_scope.Owner, _scope) is not null ? new(JsonTypeKind.Object) : found;
    }
}
