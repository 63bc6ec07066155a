using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Reports members of state with a classification of Microsoft.Extensions.Compliance that are logged, or put into instructions.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClassifiedStateAnalyzer() : SessionsAnalyzer(Descriptors.ClassifiedStateTold)
{
    private const string Classification = "Microsoft.Extensions.Compliance.Classification.DataClassificationAttribute";

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.StateAttribute is not null && context.Compilation.GetBestTypeByMetadataName(Classification) is { } classification)
        {
            context.RegisterOperationAction(reference => Analyze(reference, classification), OperationKind.PropertyReference);
        }
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol classification)
    {
        var reference = (IPropertyReferenceOperation)context.Operation;
        if (IsClassified(reference.Property, classification)
            && FindState(reference) is { } state
            && TextFlow.FindEnd(reference, parameter => IsClassified(parameter, classification)) is { } end)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ClassifiedStateTold, reference.Syntax.GetLocation(), reference.Property.Name, state.Name, end));
        }
    }

    private static bool IsClassified(ISymbol symbol, INamedTypeSymbol classification) => symbol.GetAttributes().Any(attribute => DerivesFrom(attribute.AttributeClass, classification));

    private static bool DerivesFrom(INamedTypeSymbol? type, INamedTypeSymbol other) =>
        type is not null && (SymbolEqualityComparer.Default.Equals(type, other) || DerivesFrom(type.BaseType, other));

    /// <summary>The state type that the member is of, or is a part of the value of.</summary>
    private static ITypeSymbol? FindState(IPropertyReferenceOperation reference)
    {
        for (IOperation? part = reference.Instance; part is not null; part = (part.WithoutConversions() as IMemberReferenceOperation)?.Instance)
        {
            if (part.Type?.FindAttribute(RuntimeNames.AgentSessionStateAttribute) is not null)
            {
                return part.Type;
            }
        }

        return null;
    }
}
