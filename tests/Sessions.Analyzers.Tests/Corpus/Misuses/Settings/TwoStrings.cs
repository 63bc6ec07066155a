using Company.Models;
using Sessions;
using Sessions.Agents;

namespace Tenants;

public sealed class TenantChat
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Tenants");

    public async Task<string> AskAsync(string tenant, string user, string question)
    {
        AgentSession session = await _agent.GetSessionAsync(tenant, user); // misuse: SESS315
        return (await _agent.RunAsync(question, session)).Text;
    }
}
