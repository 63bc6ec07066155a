using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Sessions.Analyzers;
using Sessions.Generators;

namespace Sessions.CodeFixes.Lock;

/// <summary>Writes the step of a migration from one version of a state type to the next.</summary>
internal static class MigrationMethod
{
    private const string State = "state";
    private const string Name = "MigrateFrom";
    private const string JsonObject = "System.Text.Json.Nodes.JsonObject";

    /// <summary>The method; <see langword="null"/> where the type has the step already, or the compilation lacks its types.</summary>
    public static MethodDeclarationSyntax? Write(DeclaredState declared, IReadOnlyList<ShapeChange> changes, Compilation compilation, SyntaxGenerator generator)
    {
        if (compilation.GetBestTypeByMetadataName(RuntimeNames.StateMigrationAttribute) is not { } attribute
            || compilation.GetBestTypeByMetadataName(JsonObject) is not { } jsonObject
            || HasStep(declared))
        {
            return null;
        }

        var name = Name + declared.Version;
        var method = (MethodDeclarationSyntax)generator.MethodDeclaration(
            declared.Type.MemberNames.Contains(name, StringComparer.Ordinal) ? name + "_" : name,
            [generator.ParameterDeclaration(State, generator.TypeExpression(jsonObject, addImport: true))],
            accessibility: Accessibility.Private,
            modifiers: DeclarationModifiers.Static);
        var step = generator.Attribute(
            generator.TypeExpression(attribute, addImport: true),
            [generator.AttributeArgument("From", generator.LiteralExpression(declared.Version))]);
        return ((MethodDeclarationSyntax)generator.AddAttributes(method.WithBody(Body(changes)), step)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool HasStep(DeclaredState declared) => declared.Type.GetMembers()
        .Any(member => member.FindAttribute(RuntimeNames.StateMigrationAttribute)?.NamedArgument<int>("From") == declared.Version);

    private static BlockSyntax Body(IEnumerable<ShapeChange> changes)
    {
        var text = new StringBuilder("{\n");
        var renames = 0;
        foreach (var change in changes)
        {
            text.Append(Statement(change, change is { Kind: ShapeChangeKind.Renamed, IsInState: true } ? ++renames : 0));
        }

        return (BlockSyntax)SyntaxFactory.ParseStatement(text.Append("}\n").ToString());
    }

    private static string Statement(ShapeChange change, int rename) => change switch
    {
        { Kind: ShapeChangeKind.Renamed, IsInState: true } => Rename(Literal(change.Name), Literal(change.New), rename == 1 ? "value" : "value" + rename),
        { Kind: ShapeChangeKind.Removed, IsInState: true } => $"{State}.Remove({Literal(change.Name)});\n",

        // Only at the top does a value keep members that its type does not know.
        { Kind: ShapeChangeKind.Removed } => $"// {change}: it is gone when the value is next stored.\n",
        _ => $"#error Change the stored value, then remove this line: {change}\n",
    };

    private static string Rename(string old, string @new, string value) => $$"""
        if ({{State}}.TryGetPropertyValue({{old}}, out var {{value}}))
        {
            {{State}}.Remove({{old}});
            {{State}}[{{@new}}] = {{value}};
        }


        """;

    private static string Literal(string value) => CSharpText.Literal(value);
}
