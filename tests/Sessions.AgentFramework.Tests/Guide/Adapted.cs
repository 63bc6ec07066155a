using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Sessions.Agents;
using AgentResponse = Microsoft.Agents.AI.AgentResponse;
using AgentRunOptions = Microsoft.Agents.AI.AgentRunOptions;
using AgentSession = Microsoft.Agents.AI.AgentSession;
using AIAgent = Microsoft.Agents.AI.AIAgent;

namespace Sessions.AgentFramework.Tests.Guide;

/// <summary>What the guide shows.</summary>
internal static class Adapted
{
    public static async Task<(AIAgent Agent, AgentSession Session)> TalkAsync(Sessions.Agents.AIAgent ours)
    {
        AIAgent guide = ours.AsAgentFrameworkAgent();
        AgentSession session = await guide.CreateSessionAsync();
        AgentResponse response = await guide.RunAsync("Where to in May?", session);

        response = await guide.RunAsync("Book the hut.", session, new AgentRunOptions().WithTurnKey("order-4711"));
        foreach (TurnIssue issue in response.GetIssues())
        {
            Console.WriteLine($"{response.GetTurnId()}: {issue.Message}");
        }

        return (guide, session);
    }

    public static void Show(AgentSession session)
    {
        var inner = session.GetService<Sessions.Agents.AgentSession>()!;
        Console.WriteLine(inner.State.Get<TravelPreferences>().UserName);
    }

    public static Workflow Build(AIAgent guide, AIAgent theirs)
    {
        Workflow workflow = AgentWorkflowBuilder.BuildSequential([guide, theirs]);
        return workflow;
    }
}
