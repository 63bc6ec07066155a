using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sessions.Generators;

/// <summary>Reads what <c>[AgentSessionState]</c> stands on.</summary>
internal static class StateParser
{
    /// <summary>Reads the type; <see langword="null"/> where nothing is generated, of which the analyzers say why.</summary>
    public static StateModel? Parse(GeneratorAttributeSyntaxContext context, TargetNames names, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type
            || !AnnotatedDeclaration.IsFirst(context)
            || !LanguageVersions.CanBeState(context.SemanticModel.Compilation)
            || TypeShape.FindNonPartial(type) is not null
            || StateDeclaration.Of(type, names) is not { } declaration)
        {
            return null;
        }

        var scope = new JsonScope(context.SemanticModel.Compilation, type);
        var jsonContext = UsableContext(declaration, scope);
        var visibility = type.GetVisibility();
        var version = Math.Max(1, declaration.Version);
        var warnings = new WarningIds();
        warnings.Note(type);
        if (jsonContext is not null)
        {
            warnings.Note(jsonContext);
        }

        var migrations = StateMigrations.Of(type, version, names).Where(static migration => migration.Problem == StateMigrationProblem.None).ToList();
        migrations.ForEach(migration => warnings.Note(migration.Method));
        var json = declaration.IsTransient || jsonContext is not null ? null : JsonGraphParser.Parse(type, scope, warnings, cancellationToken);
        var hasDefault = StateDefaults.HasDefault(type);
        return new StateModel(
            PartialTypeModel.Of(type),
            declaration.Key,
            visibility != TypeVisibility.Nested && SyntaxFacts.IsValidIdentifier(declaration.Accessor) ? declaration.Accessor : null,
            FreeName.In(type.ContainingNamespace, ExtensionsName(type)),
            visibility,
            version,
            migrations.OrderBy(static migration => migration.From).Select(static migration => new StateMigrationModel(migration.From, migration.Method.Name)).ToEquatableArray(),
            hasDefault,
            AccessorNames.CanBeProperty(declaration.Accessor, names) && AccessorNames.WantProperty(hasDefault, Capabilities.Of(context.SemanticModel.Compilation)),
            warnings.ToEquatableArray(),
            declaration.IsTransient,
            jsonContext?.ToFullName(),
            json);
    }

    // Underscores are doubled, so that Outer_P is not the P in Outer.
    private static string ExtensionsName(INamedTypeSymbol type) => UnderscoredName(type) + "SessionExtensions";

    private static string UnderscoredName(INamedTypeSymbol type)
    {
        var name = type.Name.Replace("_", "__");
        return type.ContainingType is { } container ? UnderscoredName(container) + "_" + name : name;
    }

    /// <summary>The user's context. The metadata is generated where it cannot be used, so that the analyzer's report stands alone.</summary>
    private static ITypeSymbol? UsableContext(StateDeclaration declaration, JsonScope scope) =>
        declaration is { IsTransient: false, JsonContext: { } context } && JsonContexts.FindProblem(context, scope) == JsonContextProblem.None ? context : null;
}
