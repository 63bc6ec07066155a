using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace QuickStart;

/// <summary>What the model may do: remember. What a tool sets is stored together with the turn's messages, or not at all.</summary>
public static class TravelTools
{
    /// <summary>The tools, as an agent is given them.</summary>
    public static ImmutableArray<AITool> All { get; } = [AIFunctionFactory.Create(RememberName), AIFunctionFactory.Create(RememberInterest)];

    private static AgentSession Session => TurnContext.Current!.Session!;

    [Description("Remembers the user's name.")]
    public static string RememberName(string name)
    {
        Session.UpdateTravelPreferences(known => known with { UserName = name });
        return "Remembered.";
    }

    [Description("Remembers one thing that the user loves.")]
    public static string RememberInterest(string interest)
    {
        Session.UpdateTravelPreferences(known => known.Interests.Contains(interest, StringComparer.OrdinalIgnoreCase)
            ? known
            : known with { Interests = known.Interests.Add(interest) });
        return "Remembered.";
    }
}
