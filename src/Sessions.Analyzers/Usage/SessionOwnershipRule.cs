using Microsoft.CodeAnalysis;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Usage.Ownership;

namespace Sessions.Analyzers.Usage;

/// <summary>Reports a session, or a serialized one, that is used with an agent which visibly did not create it.</summary>
internal sealed class SessionOwnershipRule()
    : UsageRule(Descriptors.SessionOfAnotherAgent, AgentMethodRoles.TakesSession | AgentMethodRoles.Deserializes | AgentMethodRoles.PassesOn)
{
    public override void Analyze(UsageContext context)
    {
        foreach (var body in context.Bodies.Select(body => body.Root()).Distinct())
        {
            foreach (var use in context.Ownership.FindWrongUses(body, context.CancellationToken).Where(use => !ExpectedMismatch.Covers(use.Place)))
            {
                context.Report(Diagnostic.Create(Descriptor, use.Place.GetLocation(), HowItCame(use), use.Subject, use.Session.Display, Users(use)));
            }
        }
    }

    private static string Users(SessionUse use) => use.Through.Count == 0 ? use.User.Display : $"{use.User.Display} in '{use.Through[use.Through.Count - 1]}'";

    /// <summary>Where the functions between give it on, where the session was made, and where the agents were.</summary>
    private static IEnumerable<Location> HowItCame(SessionUse use) => use.Way
        .Concat(use.Session.Source is { } source ? [source] : [])
        .Concat(use.Session.Creations)
        .Concat(use.User.Creations)
        .Distinct()
        .Select(place => place.GetLocation());
}
