using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sessions.Analyzers.Lock;

/// <summary>Finds members that are there, or are what they are, by the grace of <c>#if</c>.</summary>
internal static class ConditionalMembers
{
    /// <summary>The names in which a locked shape and the declared one differ, and which the declarations have under <c>#if</c>.</summary>
    public static List<string> Find(StateShape locked, DeclaredState declared, CancellationToken cancellationToken)
    {
        var differing = Differing(locked, declared.Shape).Distinct(StringComparer.Ordinal).ToList();
        var conditional = new HashSet<string>(StringComparer.Ordinal);
        if (differing.Count > 0)
        {
            foreach (var declaration in declared.Types.SelectMany(WithBases).SelectMany(static type => type.DeclaringSyntaxReferences))
            {
                Collect(declaration.GetSyntax(cancellationToken), conditional);
            }
        }

        return differing.FindAll(conditional.Contains);
    }

    private static IEnumerable<string> Differing(StateShape locked, StateShape declared) =>
        from part in locked.Parts.Keys.Union(declared.Parts.Keys, StringComparer.Ordinal)
        let old = Lines(locked, part)
        let @new = Lines(declared, part)
        from name in old.Keys.Union(@new.Keys, StringComparer.Ordinal)
        where !old.TryGetValue(name, out var was) || !@new.TryGetValue(name, out var isNow) || was != isNow
        select name;

    private static ImmutableSortedDictionary<string, string> Lines(StateShape shape, string part) =>
        shape.Parts.TryGetValue(part, out var found) ? found.Lines : ShapePart.Alias("").Lines.Clear();

    private static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    /// <summary>Collects the identifiers and texts that stand between <c>#if</c> and <c>#endif</c>, compiled or not.</summary>
    private static void Collect(SyntaxNode declaration, HashSet<string> names)
    {
        var depth = 0;
        foreach (var token in declaration.DescendantTokens())
        {
            // What is in front of the declaration is not in it.
            foreach (var trivia in token.SpanStart == declaration.SpanStart ? default : token.LeadingTrivia)
            {
                depth += trivia.Kind() switch
                {
                    SyntaxKind.IfDirectiveTrivia => 1,
                    SyntaxKind.EndIfDirectiveTrivia => -1,
                    _ => 0,
                };
                if (trivia.IsKind(SyntaxKind.DisabledTextTrivia))
                {
                    names.UnionWith(SyntaxFactory.ParseTokens(trivia.ToString()).Select(static disabled => disabled.ValueText));
                }
            }

            if (depth > 0)
            {
                names.Add(token.ValueText);
            }
        }
    }
}
