using System.Runtime.CompilerServices;
using Company.Models;
using Sessions.Agents;

namespace Streams;

public sealed class Captions
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Captions");

    public async IAsyncEnumerable<string> CaptionAsync(string text, AgentSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var word in WordsAsync(_agent.RunStreamingAsync(text, session, cancellationToken: cancellationToken)))
        {
            yield return word;
        }
    }

    private static async IAsyncEnumerable<string> WordsAsync(IAsyncEnumerable<AgentResponseUpdate> updates)
    {
        await foreach (var update in updates)
        {
            foreach (var word in update.Text.Split(' '))
            {
                yield return word;
            }
        }
    }
}
