using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sessions.Generators;

/// <summary>Reads what <c>[AgentSessionState]</c> stands on.</summary>
internal static class StateParser
{
    /// <summary>Reads the type; <see langword="null"/> where nothing is generated, of which the analyzers say why.</summary>
    public static StateModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type
            || TypeShape.FindNonPartial(type) is not null
            || TypeShape.WhyRefusedAsState(type) != TypeRefusal.None)
        {
            return null;
        }

        var attribute = context.Attributes[0];
        var visibility = type.GetVisibility();
        return new StateModel(
            PartialTypeModel.Of(type),
            attribute.NamedArgument<string>("Key") ?? type.Name,
            visibility == TypeVisibility.Nested ? null : Accessor(type, attribute),
            string.Join("_", type.SelfAndContainingTypes().Reverse().Select(static container => container.Name)) + "SessionExtensions",
            visibility,
            StateDefaults.HasDefault(type),
            WarningIds.Of(type).ToEquatableArray(),
            JsonGraphParser.Parse(type, new JsonScope(context.SemanticModel.Compilation, type), cancellationToken));
    }

    private static string? Accessor(INamedTypeSymbol type, AttributeData attribute)
    {
        var accessor = attribute.NamedArgument<string>("Accessor") ?? type.Name;
        return SyntaxFacts.IsValidIdentifier(accessor) ? accessor : null;
    }
}
