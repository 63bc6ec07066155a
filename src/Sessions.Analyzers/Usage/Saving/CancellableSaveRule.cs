using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Saving;

/// <summary>Reports a session that is saved while a failure is cleared up, with the token that may have been its cause.</summary>
internal sealed class CancellableSaveRule() : UsageRule(Descriptors.SaveMayBeCancelled, AgentMethodRoles.Saves | AgentMethodRoles.Serializes)
{
    public override void Analyze(UsageContext context)
    {
        foreach (var call in context.Calls(Interest))
        {
            if (TokenOf(call) is { } token && CleanUp.Round(call) is { } cleanUp && MayBeCancelled(token, cleanUp.Guarded) && !IsGuarded(call, cleanUp.Block))
            {
                context.Report(Diagnostic.Create(Descriptor, token.Syntax.GetLocation(), cleanUp.Keyword));
            }
        }
    }

    private static IOperation? TokenOf(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: nameof(CancellationToken) })?.Value;

    /// <summary>Whether the token is the caller's, or one that the code whose end this is was given too. Any other may be the save's own.</summary>
    private static bool MayBeCancelled(IOperation token, IOperation guarded) => token.WithoutConversions() switch
    {
        IParameterReferenceOperation => true,
        ILocalReferenceOperation or IFieldReferenceOperation => IsNamedIn(token, guarded),
        IPropertyReferenceOperation { Instance: not null } => IsNamedIn(token, guarded),
        _ => false,
    };

    private static bool IsNamedIn(IOperation token, IOperation guarded)
    {
        var name = token.Syntax.ToString();
        return guarded.Descendants().Any(operation => operation.Kind == token.Kind && operation.Syntax.ToString() == name);
    }

    private static bool IsGuarded(IOperation call, IOperation block)
    {
        for (var outer = call.Parent; outer is not null && outer != block; outer = outer.Parent)
        {
            if (outer is IConditionalOperation { Condition: var condition }
                && condition.DescendantsAndSelf().Any(static operation => operation is IPropertyReferenceOperation { Property.Name: nameof(CancellationToken.IsCancellationRequested) }))
            {
                return true;
            }
        }

        return false;
    }
}
