using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Saving;

/// <summary>Reports conflicts that are caught and answered as if there had been none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConflictAnalyzer() : SessionsAnalyzer(Descriptors.ConflictIgnored, Descriptors.ConflictHidden)
{
    private const string Conflict = "Sessions.SessionConflictException";

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (context.Compilation.GetBestTypeByMetadataName(Conflict) is { } conflict)
        {
            context.RegisterOperationAction(clause => Analyze(clause, conflict), OperationKind.CatchClause);
        }
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol conflict)
    {
        var clause = (ICatchClauseOperation)context.Operation;
        if (clause is { Filter: null, Syntax: CatchClauseSyntax { Declaration.Type: { } place } }
            && SymbolEqualityComparer.Default.Equals(clause.ExceptionType, conflict)
            && Problem(clause.Handler) is { } descriptor
            && !IsInLoop(clause))
        {
            context.ReportDiagnostic(Diagnostic.Create(descriptor, place.GetLocation()));
        }
    }

    private static DiagnosticDescriptor? Problem(IBlockOperation handler)
    {
        var statements = handler.Operations.Where(static statement => statement is not IEmptyOperation).ToList();
        return statements.Count == 0 ? Descriptors.ConflictIgnored
            : statements.Count == 1 && statements[0] is IReturnOperation { ReturnedValue: { } value } && IsConstant(value) ? Descriptors.ConflictHidden
            : null;
    }

    private static bool IsConstant(IOperation value) =>
        value.WithoutConversions() is { ConstantValue.HasValue: true } or IDefaultValueOperation or IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } };

    /// <summary>Who catches a conflict in a loop may be about to try again.</summary>
    private static bool IsInLoop(IOperation clause)
    {
        for (var outer = clause.Parent; outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); outer = outer.Parent)
        {
            if (outer is ILoopOperation or ILabeledOperation)
            {
                return true;
            }
        }

        return false;
    }
}
