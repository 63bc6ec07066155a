using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace Sessions.CodeFixes;

/// <summary>Declares the method of a migration step.</summary>
internal static class MigrationStep
{
    /// <summary>The name of the parameter, which bodies use.</summary>
    public const string Parameter = "state";

    /// <summary>What the method is named when nothing else is, before the version that it takes.</summary>
    public const string NamePrefix = "MigrateFrom";

    public static SyntaxNode Declare(SyntaxGenerator generator, string name, int version, INamedTypeSymbol jsonObject, INamedTypeSymbol attribute, BlockSyntax body)
    {
        var method = (MethodDeclarationSyntax)generator.MethodDeclaration(
            name,
            [generator.ParameterDeclaration(Parameter, generator.TypeExpression(jsonObject, addImport: true))],
            accessibility: Accessibility.Private,
            modifiers: DeclarationModifiers.Static);
        var step = generator.Attribute(
            generator.TypeExpression(attribute, addImport: true),
            [generator.AttributeArgument("From", generator.LiteralExpression(version))]);
        return generator.AddAttributes(method.WithBody(body), step).WithAdditionalAnnotations(Formatter.Annotation);
    }
}
