using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Guide;

/// <summary>What the guide shows.</summary>
internal static class TypedState
{
    public static async Task<(AgentSession Session, JsonElement Saved)> SetAsync(IChatClient chatClient)
    {
        AIAgent agent = chatClient.AsAIAgent(name: "Guide", instructions: "You know the mountains.");
        AgentSession session = await agent.CreateSessionAsync();
        session.SetTravelPreferences(new() { UserName = "Alice" });
        session.UpdateTravelPreferences(p => p with { Interests = p.Interests.Add("hiking") });

        TravelPreferences preferences = session.GetTravelPreferences();
        TravelPreferences same = session.GetState<TravelPreferences>();   // the generic form
        JsonElement saved = await agent.SerializeSessionAsync(session);   // the state is in it, with its version

        Assert.Same(preferences, same);
        return (session, saved);
    }

    public static void ReadInTheirWay(AgentSession session)
    {
        var preferences = session.StateBag.GetValue<TravelPreferences>("TravelPreferences");
        Assert.Same(session.GetTravelPreferences(), preferences);
    }
}
