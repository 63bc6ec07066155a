using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>The names that members have in JSON.</summary>
internal static class JsonMemberNames
{
    /// <summary>The members that have another's name, each with the first that has it. System.Text.Json refuses such a type.</summary>
    public static IEnumerable<(ISymbol First, ISymbol Second, string Name)> FindRepeated(IEnumerable<JsonMember> members)
    {
        var named = new Dictionary<string, ISymbol>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (member.Attributes.IsExtensionData)
            {
                continue;
            }

            var name = member.Attributes.Name ?? member.Symbol.Name;

            if (named.TryGetValue(name, out var first))
            {
                yield return (first, member.Symbol, name);
            }
            else
            {
                named.Add(name, member.Symbol);
            }
        }
    }
}
