using Company.Models;
using Sessions.Agents;

namespace Terminal;

public sealed class TerminalChat(TextWriter output)
{
    private readonly ChatClientAgent _agent = new(Model.Connect(), "Be brief.", "Brief");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            await foreach (AgentResponseUpdate update in _agent.RunStreamingAsync(line, cancellationToken: cancellationToken)) // misuse: SESS317
            {
                await output.WriteAsync(update.Text);
            }

            await output.WriteLineAsync();
        }
    }
}
