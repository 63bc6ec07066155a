using Sessions.Agents;

namespace Chats;

public sealed class Conversation(AIAgent agent, AgentSession session, TextReader input, TextWriter output)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string? line;
        while ((line = await input.ReadLineAsync(cancellationToken)) is not null)
        {
            try
            {
                AgentResponse response = await agent.RunAsync(line, session, cancellationToken: cancellationToken);
                await output.WriteLineAsync(response.Text);
            }
            catch (HttpRequestException exception)
            {
                await output.WriteLineAsync($"The model cannot be reached: {exception.Message}");
            }
        }
    }
}
