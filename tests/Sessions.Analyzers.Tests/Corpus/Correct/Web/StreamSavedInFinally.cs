using System.Runtime.CompilerServices;
using Sessions.Agents;

namespace Web;

public sealed class SafeStream(AIAgent agent)
{
    public async IAsyncEnumerable<string> StreamAsync(string text, AgentSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            await foreach (var update in agent.RunStreamingAsync(text, session, cancellationToken: cancellationToken))
            {
                yield return update.Text;
            }
        }
        finally
        {
            await agent.SaveSessionAsync(session, CancellationToken.None);
        }
    }
}
