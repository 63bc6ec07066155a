using Microsoft.CodeAnalysis;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage;

/// <summary>A rule about calls of agents.</summary>
/// <param name="descriptor">What is reported.</param>
/// <param name="interest">The calls that the rule cares for. Members without such a call are not shown to it.</param>
internal abstract class UsageRule(DiagnosticDescriptor descriptor, AgentMethodRoles interest)
{
    public DiagnosticDescriptor Descriptor => descriptor;

    public AgentMethodRoles Interest => interest;

    /// <summary>Looks at a member that has calls that the rule cares for.</summary>
    public abstract void Analyze(UsageContext context);
}
