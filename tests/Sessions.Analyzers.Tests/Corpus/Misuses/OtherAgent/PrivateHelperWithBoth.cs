using Company.Models;
using Sessions.Agents;

namespace Quiz;

public sealed class QuizGame
{
    private readonly AIAgent _host = Model.Connect().AsAIAgent(name: "Host");
    private readonly AIAgent _judge = Model.Connect().AsAIAgent(name: "Judge");

    public async Task PlayAsync()
    {
        AgentSession session = await _host.CreateSessionAsync();
        await SayAsync(_host, session, "Ask a question.");
        var answer = Console.ReadLine() ?? "";
        await SayAsync(_judge, session, answer); // misuse: SESS301
    }

    private static async Task SayAsync(AIAgent agent, AgentSession session, string text)
    {
        AgentResponse response = await agent.RunAsync(text, session);
        Console.WriteLine($"{agent.Name}: {response.Text}");
    }
}
