using Company.Models;
using Sessions.Agents;

namespace Concurrency;

public sealed class Classifier
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Classifier");

    public async Task<string[]> ClassifyAsync(IEnumerable<string> mails)
    {
        var responses = await Task.WhenAll(mails.Select(mail => _agent.RunAsync(mail)));
        return [.. responses.Select(response => response.Text)];
    }
}
