using System.Collections.Concurrent;
using Company.Models;
using Sessions.Agents;

namespace Documents;

public static class ParallelDocuments
{
    public static async Task<IReadOnlyDictionary<string, string>> SummarizeAsync(string[] paths, CancellationToken cancellationToken)
    {
        var agent = new ChatClientAgent(Model.Connect(), "Sum up.", "Summarizer");
        var results = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(paths, cancellationToken, async (path, token) =>
        {
            var session = await agent.CreateSessionAsync(token);
            await agent.RunAsync(await File.ReadAllTextAsync(path, token), session, cancellationToken: token);
            results[path] = (await agent.RunAsync("One sentence, please.", session, cancellationToken: token)).Text;
        });
        return results;
    }
}
