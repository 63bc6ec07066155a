using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>The types that a state value's JSON is made of.</summary>
/// <param name="Types">The types whose metadata is written.</param>
/// <param name="NeedsAI">Whether Microsoft.Extensions.AI is asked for the metadata of further types.</param>
internal sealed record JsonGraphModel(EquatableArray<JsonTypeModel> Types, bool NeedsAI);

/// <summary>Collects the types of a state value, from the annotated type on. What cannot be serialized is left out.</summary>
internal sealed class JsonGraphParser
{
    private readonly JsonScope _scope;
    private readonly JsonObjectParser _objects;
    private readonly JsonIdentifiers _identifiers = new();
    private readonly JsonIdentifiers _openIdentifiers = new();
    private readonly Dictionary<ISymbol, string> _openNames = new(SymbolEqualityComparer.Default);
    private readonly Queue<ITypeSymbol> _pending = new();
    private readonly List<JsonTypeModel> _types = new();
    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly WarningIds _warnings;
    private bool _needsAI;

    private JsonGraphParser(JsonScope scope, WarningIds warnings)
    {
        _scope = scope;
        _warnings = warnings;
        _objects = new JsonObjectParser(scope, this);
    }

    public static JsonGraphModel Parse(INamedTypeSymbol state, JsonScope scope, WarningIds warnings, CancellationToken cancellationToken)
    {
        var parser = Walk(state, scope, warnings, cancellationToken);
        return new JsonGraphModel(parser._types.ToEquatableArray(), parser._needsAI);
    }

    /// <summary>Whether the JSON of one type is, or has in it, that of another.</summary>
    public static bool Contains(ITypeSymbol root, ITypeSymbol type, JsonScope scope) => Walk(root, scope, new WarningIds(), CancellationToken.None)._seen.Contains(type);

    /// <summary>Sees to it that a type has metadata.</summary>
    public void Visit(ITypeSymbol type)
    {
        if (JsonBuiltInTypes.Contains(type) || !_seen.Add(type))
        {
            return;
        }

        NoteType(type);
        _needsAI |= JsonTypeClassifier.NeedsAI(type);
        if (_scope.Of(type).Class.Kind != JsonTypeKind.External)
        {
            _pending.Enqueue(type);
        }
    }

    /// <summary>
    /// Sees to it that the type of a member with a converter of its own has metadata. System.Text.Json asks for it and makes no
    /// use of it, so that a type that could not be serialized otherwise may have the member's converter.
    /// </summary>
    public void Visit(ITypeSymbol type, JsonConverterModel converter)
    {
        if (JsonTypeRules.FindProblem(type, _scope) is null)
        {
            Visit(type);
        }
        else if (_seen.Add(type))
        {
            NoteType(type);
            _types.Add(new JsonTypeModel(type.ToFullName(), _identifiers.Take(type), JsonTypeKind.Converter, Converter: converter));
        }
    }

    /// <summary>Sees to it that the use of a symbol is no warning.</summary>
    public void NoteWarnings(ISymbol? symbol)
    {
        if (symbol is not null)
        {
            _warnings.Note(symbol);
        }
    }

    /// <summary>The generic type whose member or constructor is reached; <see langword="null"/> for any other.</summary>
    public JsonOpenType? Open(INamedTypeSymbol type)
    {
        if (!type.IsGeneric())
        {
            return null;
        }

        var definition = type.OriginalDefinition;
        if (!_openNames.TryGetValue(definition, out var name))
        {
            name = "Open_" + _openIdentifiers.Take(definition);
            _openNames.Add(definition, name);
            foreach (var constraint in JsonOpenType.ConstraintTypes(definition))
            {
                NoteType(constraint);
            }
        }

        return JsonOpenType.Of(type, name);
    }

    // A type's name has those of its arguments in it.
    private void NoteType(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                NoteType(array.ElementType);
                break;
            case INamedTypeSymbol { Arity: > 0 } generic:
                _warnings.Note(generic.OriginalDefinition);
                foreach (var argument in generic.TypeArguments)
                {
                    NoteType(argument);
                }

                break;
            case INamedTypeSymbol:
                _warnings.Note(type);
                break;
        }
    }

    private static JsonGraphParser Walk(ITypeSymbol root, JsonScope scope, WarningIds warnings, CancellationToken cancellationToken)
    {
        var parser = new JsonGraphParser(scope, warnings);
        parser.Visit(root);
        while (parser._pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            parser._types.Add(parser.ParseType(parser._pending.Dequeue()));
        }

        return parser;
    }

    private JsonTypeModel ParseType(ITypeSymbol type)
    {
        var (kind, element, key) = Classify(type);
        if (element is not null)
        {
            Visit(element);
        }

        if (key is not null)
        {
            Visit(key);
        }

        return new JsonTypeModel(
            _scope.Of(type).FullName,
            _identifiers.Take(type),
            kind,
            element?.ToFullName(),
            key?.ToFullName(),
            JsonFactories.Find(type, kind),
            kind >= JsonTypeKind.Array && JsonCollections.HasConstructor(type),
            kind >= JsonTypeKind.Array ? JsonAttributes.Of(type).NumberHandling : null,
            kind == JsonTypeKind.Converter ? _objects.ParseConverter(type, type) : null,
            kind == JsonTypeKind.Object ? _objects.Parse((INamedTypeSymbol)type) : null);
    }

    /// <summary>The annotated type is written as a plain object where it cannot be written as what it is.</summary>
    private JsonTypeClass Classify(ITypeSymbol type)
    {
        var found = _scope.Of(type).Class;
        return found.Kind != JsonTypeKind.Object
            && SymbolEqualityComparer.Default.Equals(type, _scope.Owner)
            && JsonTypeRules.FindOwnProblem(_scope.Owner, _scope) is not null ? new(JsonTypeKind.Object) : found;
    }
}
