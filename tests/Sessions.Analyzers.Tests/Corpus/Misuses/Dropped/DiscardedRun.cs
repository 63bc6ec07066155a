using Company.Models;
using Sessions.Agents;

namespace Audit;

public static class Program
{
    public static async Task Main()
    {
        AIAgent auditor = Model.Connect().AsAIAgent(name: "Auditor");
        AgentSession session = await auditor.CreateSessionAsync();
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            Console.WriteLine($"Noted: {line}");
            _ = auditor.RunAsync(line, session); // misuse: SESS307
        }
    }
}
