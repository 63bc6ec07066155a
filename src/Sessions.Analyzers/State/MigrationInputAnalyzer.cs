using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Inputs;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Reports migrations whose result depends on more than the stored value.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MigrationInputAnalyzer() : SessionsAnalyzer(Descriptors.MigrationInput)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.StateAttribute is not null)
        {
            context.RegisterOperationBlockAction(Analyze);
        }
    }

    private static void Analyze(OperationBlockAnalysisContext context)
    {
        if (context.OwningSymbol is not IMethodSymbol { IsStatic: true, ReturnsVoid: true, Parameters.Length: 1 } migration
            || !migration.HasAttribute(RuntimeNames.StateMigrationAttribute))
        {
            return;
        }

        var hasCulture = !IsInvariant(context.Options);
        foreach (var operation in context.OperationBlocks.SelectMany(static body => body.Descendants()))
        {
            var helpers = new Helpers(migration, context.CancellationToken);
            if (helpers.FindInput(operation, hasCulture) is { } found)
            {
                var input = HiddenInputs.Of(found);
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.MigrationInput,
                    operation.NarrowLocation(),
                    found == operation ? null : [found.NarrowLocation()],
                    migration.Name,
                    Name(input),
                    $"'{HiddenInputs.Describe(found)}'{(operation is IInvocationOperation helper && found != operation ? $" in '{helper.TargetMethod.Name}'" : "")}"));
            }
        }
    }

    /// <summary>Where the program has one culture only, it is the same each time.</summary>
    private static bool IsInvariant(AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.InvariantGlobalization", out var value) && bool.TryParse(value, out var isInvariant) && isInvariant;

    private static string Name(HiddenInput input) => input switch
    {
        HiddenInput.Clock => "the clock",
        HiddenInput.Chance => "chance",
        HiddenInput.Culture => "the current culture",
        _ => "what is outside of the state",
    };

    /// <summary>The methods of the type, in the migration's file, that a call of one leads to. Each is looked at once.</summary>
    private sealed class Helpers(IMethodSymbol migration, CancellationToken cancellationToken)
    {
        // Nobody finds what is further away by reading, either.
        private const int MaxCount = 20;

        private readonly HashSet<IMethodSymbol> _seen = new(SymbolEqualityComparer.Default) { migration };

        public IOperation? FindInput(IOperation operation, bool hasCulture)
        {
            if (operation.Parent is INameOfOperation)
            {
                return null;
            }

            var input = HiddenInputs.Of(operation);
            return input == HiddenInput.None ? FindInBody(operation, hasCulture)
                : input == HiddenInput.Culture && !hasCulture ? null
                : operation;
        }

        private IOperation? FindInBody(IOperation operation, bool hasCulture) =>
            operation is IInvocationOperation { TargetMethod: { IsStatic: true } method }
            && SymbolEqualityComparer.Default.Equals(method.ContainingType, migration.ContainingType)
            && _seen.Count <= MaxCount
            && _seen.Add(method)
            && method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
            && operation.SemanticModel is { } model
            && declaration.SyntaxTree == model.SyntaxTree
                ? model.GetOperation(declaration, cancellationToken)?.Descendants().Select(inner => FindInput(inner, hasCulture)).FirstOrDefault(static found => found is not null)
                : null;
    }
}
