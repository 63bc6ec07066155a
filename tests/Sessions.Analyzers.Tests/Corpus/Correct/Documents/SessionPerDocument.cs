using Company.Models;
using Sessions.Agents;

namespace Documents;

public sealed class Reviewer
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Reviewer");

    public async Task ReviewAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            AgentSession session = await _agent.CreateSessionAsync(cancellationToken);
            await _agent.RunAsync(await File.ReadAllTextAsync(file, cancellationToken), session, cancellationToken: cancellationToken);
            AgentResponse verdict = await _agent.RunAsync("Is it good?", session, cancellationToken: cancellationToken);
            Console.WriteLine($"{file}: {verdict.Text}");
        }
    }
}
