using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Sessions.CodeFixes.Lock;

internal static class AttributeSyntaxExtensions
{
    /// <summary>The attribute with a named argument set, in its place where it has the argument already.</summary>
    public static AttributeSyntax WithArgument(this AttributeSyntax attribute, string name, ExpressionSyntax value)
    {
        var existing = attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);
        if (existing is not null)
        {
            return attribute.ReplaceNode(existing.Expression, value.WithTriviaFrom(existing.Expression));
        }

        var added = SyntaxFactory.AttributeArgument(SyntaxFactory.NameEquals(name), nameColon: null, value).WithAdditionalAnnotations(Formatter.Annotation);
        return attribute.AddArgumentListArguments(added);
    }
}
