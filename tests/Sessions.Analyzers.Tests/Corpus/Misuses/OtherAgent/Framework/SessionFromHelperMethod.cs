using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Library;

public sealed class Librarian
{
    private readonly AIAgent _search = Model.Connect().AsAIAgent(name: "Search", tools: [AIFunctionFactory.Create(OfficeTools.GetStock)]);
    private readonly AIAgent _advice = Model.Connect().AsAIAgent(name: "Advice");
    private AgentSession? _session;

    public async Task<string> FindAsync(string title)
    {
        var session = await GetSessionAsync();
        return (await _search.RunAsync(title, session)).Text;
    }

    public async Task<string> AdviseAsync(string taste)
    {
        var session = await GetSessionAsync();
        return (await _advice.RunAsync(taste, session)).Text; // misuse: SESS301
    }

    private async Task<AgentSession> GetSessionAsync()
    {
        return _session ??= await _search.CreateSessionAsync();
    }
}
