using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>What is known of a type in a scope. All of it is asked for more than once, and found out once.</summary>
internal sealed class JsonType(ITypeSymbol symbol)
{
    private JsonTypeClass? _class;
    private string? _fullName;
    private List<JsonMember>? _members;
    private List<JsonMember>? _ignoredMembers;
    private IMethodSymbol? _constructor;
    private bool _hasConstructor;

    public ITypeSymbol Symbol { get; } = symbol;

    public JsonTypeClass Class => _class ??= JsonTypeClassifier.Classify(Symbol);

    /// <summary>The type as generated code writes it.</summary>
    public string FullName => _fullName ??= Symbol.ToFullName();

    /// <summary>The members of a plain type, those that cannot be serialized as well.</summary>
    public List<JsonMember> Members => _members ??= JsonMembers.Of((INamedTypeSymbol)Symbol, out _ignoredMembers);

    /// <summary>The members of a plain type that attributes leave out.</summary>
    public IReadOnlyList<JsonMember> IgnoredMembers
    {
        get
        {
            _ = Members;
            return _ignoredMembers ?? [];
        }
    }

    /// <summary>What a plain type is made by, if it can be made.</summary>
    public IMethodSymbol? Constructor
    {
        get
        {
            if (!_hasConstructor)
            {
                _constructor = JsonConstructors.Find((INamedTypeSymbol)Symbol);
                _hasConstructor = true;
            }

            return _constructor;
        }
    }

    /// <summary>Whether no problem was found in the type, or none yet: it may be being looked at.</summary>
    public bool IsSound { get; set; }
}
