using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Reports contexts that cannot give the metadata of the state type that names them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonContextAnalyzer() : SessionsAnalyzer(Descriptors.StateJsonContextNotUsable)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.HasState)
        {
            context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (StateDeclaration.Of(type, RuntimeNames.All) is { IsTransient: false, JsonContext: { } jsonContext }
            && Explain(JsonContexts.FindProblem(jsonContext, new JsonScope(context.Compilation, type)), type) is { } reason)
        {
            var place = type.FindAttribute(RuntimeNames.AgentSessionStateAttribute)!.Place("JsonContext", context.CancellationToken);
            var name = jsonContext.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.StateJsonContextNotUsable, place, name, type.Name, reason));
        }
    }

    /// <summary>The reason; <see langword="null"/> where there is none, or where the compiler says it.</summary>
    private static string? Explain(JsonContextProblem problem, INamedTypeSymbol type) => problem switch
    {
        JsonContextProblem.NotAContext => "it is not a class that derives from JsonSerializerContext and can be made",
        JsonContextProblem.Inaccessible => "generated code cannot name it; make it internal or public",
        JsonContextProblem.LacksType => $"it has no metadata for '{type.Name}'; make it partial and add [JsonSerializable(typeof({type.Name}))]",
        _ => null,
    };
}
