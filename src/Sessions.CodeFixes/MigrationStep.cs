using System.Globalization;
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

    /// <summary>Declares the step up from a version, under a name that the type has free.</summary>
    public static SyntaxNode Declare(SyntaxGenerator generator, INamedTypeSymbol type, int version, INamedTypeSymbol jsonObject, INamedTypeSymbol attribute, BlockSyntax body)
    {
        var method = (MethodDeclarationSyntax)generator.MethodDeclaration(
            Name(type, version),
            [generator.ParameterDeclaration(Parameter, generator.TypeExpression(jsonObject))],
            accessibility: Accessibility.Private,
            modifiers: DeclarationModifiers.Static);
        var step = generator.Attribute(
            generator.TypeExpression(attribute),
            [generator.AttributeArgument("From", generator.LiteralExpression(version))]);
        return generator.AddAttributes(method.WithBody(body), step).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static string Name(INamedTypeSymbol type, int version)
    {
        var name = "MigrateFrom" + version.ToString(CultureInfo.InvariantCulture);
        while (type.Name == name || type.MemberNames.Contains(name, StringComparer.Ordinal))
        {
            name += "_";
        }

        return name;
    }
}
