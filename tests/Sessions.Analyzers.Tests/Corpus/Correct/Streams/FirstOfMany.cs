using Sessions.Agents;

namespace Streams;

public sealed class Suggestions(AIAgent agent)
{
    /// <summary>Without a session, nothing is lost when the stream is left.</summary>
    public async Task<string> SuggestAsync(string text)
    {
        await foreach (var update in agent.RunStreamingAsync(text))
        {
            if (update.Text.Contains('.', StringComparison.Ordinal))
            {
                return update.Text;
            }
        }

        return "";
    }
}
