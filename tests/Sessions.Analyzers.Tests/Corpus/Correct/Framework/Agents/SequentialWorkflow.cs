using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Workflows;

public sealed class Sequence(params AIAgent[] stages)
{
    public async Task<string> RunAsync(string input, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage> { new(ChatRole.User, input) };
        foreach (var stage in stages)
        {
            AgentSession session = await stage.CreateSessionAsync(cancellationToken);
            AgentResponse response = await stage.RunAsync(messages, session, cancellationToken: cancellationToken);
            messages.AddRange(response.Messages);
        }

        return messages[^1].Text;
    }
}
