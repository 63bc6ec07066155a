using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Tells what a call does with the sessions that it is given: an agent uses them, a function gives them to agents.</summary>
internal static class SessionUses
{
    public static IEnumerable<SessionUse> Of(IInvocationOperation call, OwnerState state, OwnershipBody body) =>
        SubjectOf(call, body.Agents) is { } subject ? [Of(call, subject, state, body)]
        : body.FactsOf(call) is { Uses.Count: > 0 } facts ? Of(call, facts, state, body)
        : [];

    private static SessionUse Of(IInvocationOperation call, IArgumentOperation subject, OwnerState state, OwnershipBody body) => new(
        subject.Value.Syntax,
        Describe(subject, body.Agents.IsSession(subject.Parameter?.Type)),
        body.Agents.IsSession(subject.Parameter?.Type),
        body.Evaluator.Evaluate(subject.Value, state),
        AgentsInTurn.Strangers(call, subject.Value, state, body) ?? body.Evaluator.Evaluate(call.Instance, state),
        subject.Parameter?.Type.NullableAnnotation != NullableAnnotation.NotAnnotated,
        Through: [],
        Way: []);

    /// <summary>What the function does with what this call gives it. What it does in any case is said where it does it.</summary>
    private static IEnumerable<SessionUse> Of(IInvocationOperation call, FunctionFacts facts, OwnerState state, OwnershipBody body)
    {
        var binding = body.Evaluator.BindingOf(call, state);
        foreach (var use in facts.Uses)
        {
            if ((Given(use.Session) ?? Given(use.User)) is { } argument)
            {
                yield return use.Bind(binding) with
                {
                    Place = argument.Value.Syntax,
                    Subject = Given(use.Session) is null ? use.Subject : Describe(argument, use.IsOfSession),
                    Through = [call.TargetMethod.Name, .. use.Through],
                    Way = [use.Place, .. use.Way],
                };
            }
        }

        IArgumentOperation? Given(Owner owner) =>
            call.Arguments.FirstOrDefault(argument => owner.DependsOn(holder => binding.Binds(holder) && binding.ArgumentOf(holder) == argument));
    }

    private static string Describe(IArgumentOperation subject, bool isSession)
    {
        var kind = isSession ? "session" : "serialized session";
        return subject.Value.Syntax is IdentifierNameSyntax name ? $"The {kind} '{name.Identifier.ValueText}'" : $"This {kind}";
    }

    /// <summary>The session, or serialized session, that the agent is given.</summary>
    public static IArgumentOperation? SubjectOf(IInvocationOperation call, AgentSymbols agents) => agents.RolesOf(call.TargetMethod) switch
    {
        var roles when roles.HasFlag(AgentMethodRoles.TakesSession) => agents.SessionArgument(call),
        var roles when roles.HasFlag(AgentMethodRoles.Deserializes) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0),
        _ => null,
    };
}
