using System.ComponentModel;
using Microsoft.Agents.AI;

namespace AgentFrameworkSample;

/// <summary>What the model may call.</summary>
internal static class TravelTools
{
    /// <summary>What it sets is part of its turn: kept with it, or dropped with it.</summary>
    [Description("Remembers who the user is and what the user likes.")]
    public static string Remember(string name, string interest)
    {
        AgentSession session = AIAgent.CurrentRunContext!.Session!;
        session.UpdateTravelPreferences(preferences => preferences with { UserName = name, Interests = preferences.Interests.Add(interest) });
        return "remembered";
    }
}
