using System.Threading.Channels;
using Sessions.Agents;

namespace Streams;

public sealed class Broadcast(AIAgent agent)
{
    public async Task RunAsync(string text, AgentSession session, ChannelWriter<string> writer, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await foreach (var update in agent.RunStreamingAsync(text, session, cancellationToken: cancellationToken))
            {
                await writer.WriteAsync(update.Text, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        finally
        {
            writer.TryComplete(failure);
        }
    }
}
