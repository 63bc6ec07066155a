using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Analyzers;

internal static class AttributePlaces
{
    /// <summary>Where the user wrote the value of an attribute's named argument; the attribute itself where it was not given.</summary>
    public static Location Place(this AttributeData attribute, string argument, CancellationToken cancellationToken) =>
        attribute.FindArgument(argument, cancellationToken)?.Expression.GetLocation()
        ?? attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).GetLocation()
        ?? Location.None;

    /// <summary>A named argument as the user wrote it; <see langword="null"/> where it was not given.</summary>
    public static AttributeArgumentSyntax? FindArgument(this AttributeData attribute, string argument, CancellationToken cancellationToken) =>
        (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax)?.ArgumentList?.Arguments
            .FirstOrDefault(given => given.NameEquals?.Name.Identifier.ValueText == argument);
}
