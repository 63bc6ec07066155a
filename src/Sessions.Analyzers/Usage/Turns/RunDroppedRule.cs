using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Reports a run whose task nothing awaits and nothing keeps.</summary>
internal sealed class RunDroppedRule() : UsageRule(Descriptors.RunDropped, AgentMethodRoles.RunsTurn)
{
    public override void Analyze(UsageContext context)
    {
        foreach (var call in context.Calls(Interest).Where(call => !context.Agents.RolesOf(call.TargetMethod).HasFlag(AgentMethodRoles.Streams) && IsDropped(call)))
        {
            context.Report(Diagnostic.Create(Descriptor, call.NameLocation(), call.TargetMethod.Name));
        }
    }

    private static bool IsDropped(IOperation task) => task.Parent switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } assignment => IsDropped(assignment),
        IConversionOperation conversion => IsDropped(conversion),
        IConditionalAccessOperation access => IsDropped(access),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } call => IsDropped(call),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => !declarator.Symbol.ReferencesIn(declarator.Root()).Any(),
        _ => false,
    };
}
