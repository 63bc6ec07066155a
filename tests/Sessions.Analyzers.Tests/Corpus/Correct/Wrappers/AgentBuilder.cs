using Company.Models;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace Wrappers;

public sealed class AgentFactory
{
    private readonly ChatClientAgentOptions _options = new() { ChatOptions = new ChatOptions() };

    public AgentFactory Named(string name)
    {
        _options.Name = name;
        return this;
    }

    public AgentFactory Knowing(params string[] rules)
    {
        _options.ChatOptions!.Instructions = string.Join('\n', rules);
        return this;
    }

    public AgentFactory StoredIn(SessionStore store)
    {
        _options.SessionStore = store;
        return this;
    }

    public AIAgent Build() => Model.Connect().AsAIAgent(_options);
}

public static class Use
{
    public static async Task<string> RunAsync(SessionStore store)
    {
        AIAgent agent = new AgentFactory().Named("Built").Knowing("Be brief.").StoredIn(store).Build();
        AgentSession session = await agent.GetSessionAsync("built");
        return (await agent.RunAsync("Hello", session)).Text;
    }
}
