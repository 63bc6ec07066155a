using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sessions.Analyzers;
using Sessions.Analyzers.Lock;
using Sessions.Generators;

namespace Sessions.CodeFixes.Lock;

/// <summary>Writes the step of a migration from one version of a state type to the next.</summary>
internal static class MigrationMethod
{
    private const string State = MigrationStep.Parameter;

    /// <summary>The method; <see langword="null"/> where the type has the step already, or the compilation lacks its types.</summary>
    public static MethodDeclarationSyntax? Write(DeclaredState declared, IReadOnlyList<ShapeChange> changes, Compilation compilation, SyntaxGenerator generator)
    {
        if (compilation.GetBestTypeByMetadataName(RuntimeNames.StateMigrationAttribute) is not { } attribute
            || compilation.GetBestTypeByMetadataName(JsonNames.JsonObject) is not { } jsonObject
            || HasStep(declared))
        {
            return null;
        }

        return (MethodDeclarationSyntax)MigrationStep.Declare(generator, declared.Type, declared.Version, jsonObject, attribute, Body(changes));
    }

    private static bool HasStep(DeclaredState declared) => StateMigrations.Of(declared.Type, declared.Version + 1, RuntimeNames.All).Any(migration => migration.From == declared.Version);

    private static BlockSyntax Body(IEnumerable<ShapeChange> changes)
    {
        var statements = changes.Select(static (change, index) => Statement(change, index == 0 ? "value" : $"value{index + 1}"));
        return (BlockSyntax)SyntaxFactory.ParseStatement($"{{\n{string.Join("\n", statements)}}}\n");
    }

    private static string Statement(ShapeChange change, string variable) => change switch
    {
        { Kind: ShapeChangeKind.Renamed, IsInState: true } => Rename(Literal(change.Name), Literal(change.New), variable),
        { Kind: ShapeChangeKind.Removed, IsInState: true } => $"{State}.Remove({Literal(change.Name)});\n",

        // Only at the top does a value keep members that its type does not know.
        { Kind: ShapeChangeKind.Removed } => $"// {change}: it is gone when the value is next stored.\n",
        _ => $"#error Change the stored value, then remove this line: {change}\n",
    };

    private static string Rename(string old, string @new, string variable) => $$"""
        if ({{State}}.TryGetPropertyValue({{old}}, out var {{variable}}))
        {
            {{State}}.Remove({{old}});
            {{State}}[{{@new}}] = {{variable}};
        }

        """;

    private static string Literal(string value) => CSharpText.Literal(value);
}
