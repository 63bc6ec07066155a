using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>
/// Finds tools that are made of an agent together with one session, which all conversations then share. A session that was made in
/// the same method is one conversation's, and so is its tool.
/// </summary>
internal static class SharedTools
{
    public static IEnumerable<(ISymbol Session, IOperation Place)> In(UsageContext context) =>
        from call in context.Calls(AgentMethodRoles.MakesTool)
        let argument = context.Agents.SessionArgument(call)
        where argument is { ArgumentKind: ArgumentKind.Explicit } && !ConcurrentTurnsSetting.MayQueue(call.Instance ?? call.Arguments[0].Value, context.Agents)
        let session = argument.Value.Variable()
        where session?.IsSharedOnPurpose() == false && (session is IFieldSymbol || IsInFactory(call))
        select (session, argument.Value);

    /// <summary>Whether the call is in a function that makes what all share, from their services.</summary>
    private static bool IsInFactory(IOperation call) => call.EnclosingFunction() is IAnonymousFunctionOperation { Symbol.Parameters: var parameters }
        && parameters.Any(static parameter => parameter.Type.Name == "IServiceProvider");
}
