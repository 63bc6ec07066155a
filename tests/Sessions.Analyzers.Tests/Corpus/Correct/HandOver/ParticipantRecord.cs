using Company.Models;
using Sessions.Agents;

namespace HandOver;

public sealed record Participant(AIAgent Agent, AgentSession Session)
{
    public static async Task<Participant> JoinAsync(AIAgent agent, CancellationToken cancellationToken) =>
        new(agent, await agent.CreateSessionAsync(cancellationToken));

    public async Task<string> SayAsync(string text, CancellationToken cancellationToken) =>
        (await Agent.RunAsync(text, Session, cancellationToken: cancellationToken)).Text;
}

public static class Debate
{
    public static async Task<string> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var pro = await Participant.JoinAsync(Model.Connect().AsAIAgent(name: "Pro"), cancellationToken);
        var contra = await Participant.JoinAsync(Model.Connect().AsAIAgent(name: "Contra"), cancellationToken);
        var text = "Shall cities ban cars?";
        for (var i = 0; i < rounds; i++)
        {
            text = await pro.SayAsync(text, cancellationToken);
            text = await contra.SayAsync(text, cancellationToken);
        }

        return text;
    }
}
