using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Chats;

public sealed class Lookup
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Lookup", tools: [AIFunctionFactory.Create(OfficeTools.GetStock)]);

    public async Task<IReadOnlyDictionary<string, string>> LookUpAsync(IEnumerable<string> articles)
    {
        var found = new Dictionary<string, string>();
        foreach (var article in articles)
        {
            // No article has to do with another.
            found[article] = (await _agent.RunAsync($"How many of {article} are there?")).Text;
        }

        return found;
    }
}
