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
            || StateDeclaration.Of(type) is not { } declaration)
        {
            return null;
        }

        var scope = new JsonScope(context.SemanticModel.Compilation, type);
        var jsonContext = UsableContext(declaration, scope);
        var visibility = type.GetVisibility();
        var version = Math.Max(1, declaration.Version);
        var migrations = StateMigrations.Of(type, version).Where(static migration => migration.Problem == StateMigrationProblem.None).ToList();
        return new StateModel(
            PartialTypeModel.Of(type),
            declaration.Key,
            visibility != TypeVisibility.Nested && SyntaxFacts.IsValidIdentifier(declaration.Accessor) ? declaration.Accessor : null,
            ExtensionsName(type),
            visibility,
            version,
            migrations.OrderBy(static migration => migration.From).Select(static migration => new StateMigrationModel(migration.From, migration.Method.Name)).ToEquatableArray(),
            StateDefaults.HasDefault(type),
            Warnings([type, .. migrations.Select(static migration => migration.Method), .. jsonContext is null ? [] : new[] { jsonContext }]),
            declaration.IsTransient,
            jsonContext?.ToFullName(),
            declaration.IsTransient || jsonContext is not null ? null : JsonGraphParser.Parse(type, scope, cancellationToken));
    }

    // Underscores are doubled, so that Outer_P is not the P in Outer.
    private static string ExtensionsName(INamedTypeSymbol type) =>
        string.Join("_", type.SelfAndContainingTypes().Reverse().Select(static container => container.Name.Replace("_", "__"))) + "SessionExtensions";

    /// <summary>The user's context. The metadata is generated where it cannot be used, so that the analyzer's report stands alone.</summary>
    private static ITypeSymbol? UsableContext(StateDeclaration declaration, JsonScope scope) =>
        declaration is { IsTransient: false, JsonContext: { } context } && JsonContexts.FindProblem(context, scope) == JsonContextProblem.None ? context : null;

    private static EquatableArray<string> Warnings(IEnumerable<ISymbol> symbols) =>
        symbols.SelectMany(WarningIds.Of).Distinct(StringComparer.Ordinal).OrderBy(static id => id, StringComparer.Ordinal).ToEquatableArray();
}
