using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage;

/// <summary>Reports a streaming run whose result nothing ever enumerates.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StreamNotEnumeratedAnalyzer : SessionsAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.StreamNotEnumerated);

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.Agents is { } agents)
        {
            context.RegisterOperationAction(operation => Analyze(operation, agents), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, AgentTypes agents)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (agents.IsStreamingRun(invocation) && IsDropped(invocation))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.StreamNotEnumerated,
                invocation.NameLocation(),
                invocation.TargetMethod.Name));
        }
    }

    private static bool IsDropped(IOperation stream) => stream.Parent switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } assignment => IsDropped(assignment),
        IConversionOperation conversion => IsDropped(conversion),
        IConditionalAccessOperation access => IsDropped(access),
        IArgumentOperation { Parent: IInvocationOperation wrapper } when IsStreamOption(wrapper) => IsDropped(wrapper),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => !declarator.Symbol.ReferencesIn(declarator.Root()).Any(reference => !reference.IsWritten()),
        _ => false,
    };

    /// <summary>Whether the method gives on what it is given, and does not enumerate it.</summary>
    private static bool IsStreamOption(IInvocationOperation wrapper) =>
        wrapper.TargetMethod is
        {
            Name: "WithCancellation" or "ConfigureAwait",
            ContainingType: { Name: "TaskAsyncEnumerableExtensions", ContainingNamespace.Name: "Tasks" },
        };
}
