using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage;

/// <summary>Reports a streaming run whose result nothing ever enumerates.</summary>
internal sealed class StreamNotEnumeratedRule() : UsageRule(Descriptors.StreamNotEnumerated, AgentMethodRoles.Streams)
{
    public override void Analyze(UsageContext context)
    {
        foreach (var call in context.Calls(Interest).Where(IsDropped))
        {
            context.Report(Diagnostic.Create(Descriptor, call.NameLocation(), call.TargetMethod.Name));
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
