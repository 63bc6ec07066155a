using System.Collections.Concurrent;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Concurrency;

public sealed class Indexer
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Indexer");

    public async Task<IDictionary<string, string>> IndexAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var summaries = new ConcurrentDictionary<string, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files, options, async (file, token) =>
        {
            AgentSession session = await _agent.CreateSessionAsync(token);
            await foreach (var update in _agent.RunStreamingAsync(await File.ReadAllTextAsync(file, token), session, cancellationToken: token))
            {
                summaries.AddOrUpdate(file, update.Text, (_, text) => text + update.Text);
            }
        });
        return summaries;
    }
}
