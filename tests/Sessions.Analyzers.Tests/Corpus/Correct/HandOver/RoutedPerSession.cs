using Company.Models;
using Sessions.Agents;

namespace HandOver;

public sealed class Router
{
    private readonly AIAgent _router = Model.Connect().AsAIAgent(name: "Router");
    private readonly AIAgent _math = Model.Connect().AsAIAgent(name: "Math");
    private readonly AIAgent _history = Model.Connect().AsAIAgent(name: "History");

    public async Task<string> AskAsync(string pupil, string question)
    {
        AgentResponse route = await _router.RunAsync(question);
        AIAgent expert = route.Text == "math" ? _math : _history;
        AgentSession session = await expert.GetSessionAsync($"{pupil}-{expert.Name}");
        return (await expert.RunAsync(question, session)).Text;
    }
}
