using Company.Models;
using Sessions.Agents;

namespace Documents;

public sealed class Summarizer
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Summarizer");

    public async Task<string> SummarizeAsync(IReadOnlyList<string> chunks)
    {
        AgentSession session = await _agent.CreateSessionAsync();
        var parts = await Task.WhenAll(chunks.Select(chunk => _agent.RunAsync($"Sum up: {chunk}", session))); // misuse: SESS305
        return string.Join(Environment.NewLine, parts.Select(part => part.Text));
    }
}
