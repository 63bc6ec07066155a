using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>
/// Decides which of the members that a type and its base classes declare are in its JSON, as System.Text.Json does while it goes
/// from the type up: by the names that they have in JSON, not by those that they have in C#.
/// </summary>
internal sealed class JsonMemberResolution
{
    private readonly List<JsonMember> _members = new();
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private Dictionary<string, JsonMember>? _ignored;

    /// <summary>The members, those as well that have another's name, and for which System.Text.Json refuses the type.</summary>
    public List<JsonMember> Kept => _ignored is null ? _members : _members.FindAll(static member => !member.Attributes.IsIgnored);

    /// <summary>The members that attributes leave out, if there are any.</summary>
    public List<JsonMember>? Ignored => _ignored?.Values.ToList();

    /// <summary>Adds the next member on the way up.</summary>
    public void Add(JsonMember member)
    {
        if (IsOverriddenAndIgnored(member))
        {
            return;
        }

        var name = member.JsonName;
        if (!_places.TryGetValue(name, out var place))
        {
            _places.Add(name, _members.Count);
            _members.Add(member);
        }
        else if (_members[place].Attributes.IsIgnored)
        {
            _members[place] = member;
        }
        else if (!member.Attributes.IsIgnored && !IsHidden(member, _members[place]) && !IsHidden(member, Ignore(member.Symbol.Name)))
        {
            _members.Add(member);
        }

        if (member.Attributes.IsIgnored)
        {
            (_ignored ??= new(StringComparer.Ordinal))[member.Symbol.Name] = member;
        }
    }

    private JsonMember? Ignore(string name) => _ignored is not null && _ignored.TryGetValue(name, out var ignored) ? ignored : null;

    // What is only hidden by an ignored member of its name is in the JSON; what is overridden by one is not.
    private bool IsOverriddenAndIgnored(JsonMember member) =>
        Ignore(member.Symbol.Name) is { } ignored
        && IsVirtual(member.Symbol)
        && IsVirtual(ignored.Symbol)
        && SymbolEqualityComparer.Default.Equals(member.Type, ignored.Type);

    private static bool IsHidden(JsonMember member, JsonMember? by) =>
        by is not null
        && member.Symbol.Name == by.Symbol.Name
        && by.Symbol.ContainingType.SelfAndInterfacesAndBaseTypes().Contains(member.Symbol.ContainingType, SymbolEqualityComparer.Default);

    // What implements an interface's property is virtual for the runtime, though nothing says so in C#.
    private static bool IsVirtual(ISymbol symbol) =>
        symbol is IPropertySymbol
        && (symbol.IsVirtual || symbol.IsOverride || symbol.IsAbstract
            || symbol.ContainingType.AllInterfaces
                .SelectMany(type => type.GetMembers(symbol.Name))
                .Any(implemented => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(implemented), symbol)));
}
