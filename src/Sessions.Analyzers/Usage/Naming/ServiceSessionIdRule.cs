using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Naming;

/// <summary>Reports two strings that a session is asked for by, where nothing says that the second is the service's id.</summary>
internal sealed class ServiceSessionIdRule() : UsageRule(Descriptors.ServiceSessionIdNotNamed, AgentMethodRoles.OpensSession)
{
    /// <summary>What the names of services' ids have in them.</summary>
    private static readonly string[] ServiceWords = ["service", "thread", "remote"];

    public override void Analyze(UsageContext context)
    {
        foreach (var call in context.Calls(Interest))
        {
            if (FindByPosition(call, 0, "sessionId") is { } sessionId
                && FindByPosition(call, 1, AgentMethods.ServiceSessionId) is { } serviceId
                && !SaysSo(sessionId.Value, serviceId.Value))
            {
                context.Report(Diagnostic.Create(Descriptor, serviceId.Syntax.GetLocation()));
            }
        }
    }

    /// <summary>The string that is given for a parameter by its place.</summary>
    private static IArgumentOperation? FindByPosition(IInvocationOperation call, int position, string parameter) => call.Arguments.FirstOrDefault(argument =>
        argument is { Syntax: ArgumentSyntax { NameColon: null }, Parameter: { Type.SpecialType: SpecialType.System_String, Ordinal: var ordinal, Name: var name }, Value.ConstantValue: not { HasValue: true, Value: null } }
        && ordinal == position
        && name == parameter);

    /// <summary>Whether the names of what is given tell the two apart, as the parameters do.</summary>
    private static bool SaysSo(IOperation sessionId, IOperation serviceId)
    {
        var name = NameOf(serviceId);
        return ServiceWords.Any(word => Has(name, word)) || (Has(name, "conversation") && (Has(NameOf(sessionId), "session") || IsOfResponse(serviceId)));
    }

    /// <summary>Whether it is what a model's client calls the conversation, and not what the program does.</summary>
    private static bool IsOfResponse(IOperation id) =>
        id.WithoutConversions() is IPropertyReferenceOperation { Property: { Name: "ConversationId", ContainingType.DeclaringSyntaxReferences.IsEmpty: true } };

    private static bool Has(string name, string word) => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static string NameOf(IOperation value) => value.WithoutConversions() switch
    {
        IMemberReferenceOperation reference => reference.Member.Name,
        IInvocationOperation call => call.TargetMethod.Name,
        var variable => variable.Variable()?.Name ?? "",
    };
}
