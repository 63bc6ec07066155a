using Company.Models;
using Sessions.Agents;

namespace Wrappers;

public interface IAssistant
{
    Task<AgentResponse> AskAsync(string question, AgentSession session);

    IAsyncEnumerable<AgentResponseUpdate> StreamAsync(string question, AgentSession session);
}

public sealed class Assistant : IAssistant
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Assistant");

    public Task<AgentResponse> AskAsync(string question, AgentSession session) => _agent.RunAsync(question, session);

    public IAsyncEnumerable<AgentResponseUpdate> StreamAsync(string question, AgentSession session) => _agent.RunStreamingAsync(question, session);
}
