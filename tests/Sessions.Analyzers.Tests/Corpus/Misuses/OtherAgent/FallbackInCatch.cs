using Company.Models;
using Sessions.Agents;

namespace Resilience;

public sealed class FallbackChat
{
    private readonly AIAgent _primary = Model.Connect("large").AsAIAgent(name: "Primary");
    private readonly AIAgent _backup = Model.Connect("small").AsAIAgent(name: "Backup");

    public async Task<string> AskAsync(string question)
    {
        AgentSession session = await _primary.CreateSessionAsync();
        try
        {
            return (await _primary.RunAsync(question, session)).Text;
        }
        catch (HttpRequestException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return (await _backup.RunAsync(question, session)).Text; // misuse: SESS301
        }
    }
}
