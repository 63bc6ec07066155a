#pragma warning disable MAAI001
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Hosting;

public sealed class HostedChat(AgentSessionStore store)
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Hosted");

    public async Task<string> RunAsync(string id, string text, CancellationToken cancellationToken)
    {
        var key = new AgentSessionStoreKey(id);
        AgentSession session = await store.GetOrCreateSessionAsync(_agent, key, cancellationToken);
        try
        {
            return (await _agent.RunAsync(text, session, cancellationToken: cancellationToken)).Text;
        }
        catch (OperationCanceledException)
        {
            await store.SaveSessionAsync(_agent, key, session, cancellationToken); // misuse: SESS310
            return "";
        }
    }
}
