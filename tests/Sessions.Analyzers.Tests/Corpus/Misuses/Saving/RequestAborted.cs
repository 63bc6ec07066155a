using System.Text.Json;
using Company.Models;
using Sessions.Agents;

namespace Requests;

public sealed class ChatHandler
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Handler");

    public async Task HandleAsync(JsonElement saved, string message, Stream output, CancellationToken requestAborted)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(requestAborted);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        AgentSession session = await _agent.DeserializeSessionAsync(saved, timeout.Token);
        try
        {
            await _agent.RunAsync(message, session, cancellationToken: timeout.Token);
        }
        finally
        {
            await _agent.SerializeSessionAsync(session, output, timeout.Token); // misuse: SESS310
        }
    }
}
