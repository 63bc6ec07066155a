using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Analyzers;

/// <summary>
/// The names, as they are written, of the attributes on a file's types and their methods, and of what the file gives another name to.
/// Most projects have none of an analyzer's attributes, and this tells it without a look at any symbol.
/// </summary>
internal sealed class AttributeNames
{
    private const string Suffix = "Attribute";

    private static readonly ConditionalWeakTable<SyntaxTree, AttributeNames> Files = new();

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Whether any file of a compilation may have the attribute.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="name">The attribute's name, without its namespace.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static bool AreIn(Compilation compilation, string name, CancellationToken cancellationToken) =>
        compilation.SyntaxTrees.Any(tree => Of(tree, cancellationToken)._names.Contains(WithoutSuffix(name)));

    private static AttributeNames Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Files.TryGetValue(tree, out var names))
        {
            var found = new AttributeNames();
            found.Add(tree.GetRoot(cancellationToken));
            names = Files.GetValue(tree, _ => found);
        }

        return names;
    }

    private void Add(SyntaxNode container)
    {
        foreach (var child in container.ChildNodes())
        {
            switch (child)
            {
                case UsingDirectiveSyntax { Alias: not null, Name: { } name }:
                    Add(name);
                    break;
                case AttributeListSyntax list:
                    foreach (var attribute in list.Attributes)
                    {
                        Add(attribute.Name);
                    }

                    break;
                case MethodDeclarationSyntax { AttributeLists.Count: > 0 } or TypeDeclarationSyntax or BaseNamespaceDeclarationSyntax:
                    Add(child);
                    break;
            }
        }
    }

    private void Add(NameSyntax name) => _names.Add(WithoutSuffix(name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    }));

    private static string WithoutSuffix(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
}
