using System.Collections.Concurrent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Hosting;

public sealed class AgentCatalog(IChatClient client, IReadOnlyDictionary<string, string> instructions)
{
    private readonly ConcurrentDictionary<string, AIAgent> _agents = new();

    public AIAgent this[string name] => _agents.GetOrAdd(name, key => client.AsAIAgent(name: key, instructions: instructions[key]));
}

public sealed class CatalogUse(AgentCatalog catalog)
{
    public async Task<string> AskAsync(string name, string text)
    {
        AgentSession session = await catalog[name].CreateSessionAsync();
        await catalog[name].RunAsync("Hello", session);
        return (await catalog[name].RunAsync(text, session)).Text;
    }
}
