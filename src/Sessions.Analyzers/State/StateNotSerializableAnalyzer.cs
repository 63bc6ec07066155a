using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Reports session state, and members of it, that cannot be written to JSON and read again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateNotSerializableAnalyzer() : SessionsAnalyzer(Descriptors.StateNotSerializable)
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
        if (StateDeclaration.Of(type, RuntimeNames.All) is not { HasGeneratedJson: true })
        {
            return;
        }

        var scope = new JsonScope(context.Compilation, type);
        Report(JsonTypeRules.FindOwnProblem(type, scope), type, $"Session state '{type.Name}'");
        if (!JsonTypeRules.HasOwnMembers(type))
        {
            return;
        }

        foreach (var problem in JsonAttributeRules.FindProblems(scope.Of(type)))
        {
            Report(problem, OwnMember(problem.Symbol), $"Session state '{type.Name}'");
        }

        foreach (var member in scope.Of(type).Members)
        {
            Report(JsonTypeRules.FindProblem(member, scope) ?? JsonTypeRules.FindReachProblem(member, scope.Of(type), scope), OwnMember(member.Symbol), $"Member '{member.Symbol.Name}' of session state '{type.Name}'");
        }

        // What is inherited is declared where it need not be session state.
        ISymbol OwnMember(ISymbol? symbol) => symbol is IPropertySymbol or IFieldSymbol && SymbolEqualityComparer.Default.Equals(symbol.ContainingType, type) ? symbol : type;

        void Report(JsonTypeProblem? problem, ISymbol place, string subject)
        {
            if (problem is not null && JsonTypeProblemText.Explain(problem) is { } reason)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.StateNotSerializable, place.Place(), subject, reason));
            }
        }
    }
}
