using Company.Models;
using Sessions.Agents;

namespace Concurrency;

public sealed class Pipeline
{
    private readonly IReadOnlyList<AIAgent> _stages =
    [
        Model.Connect().AsAIAgent(name: "Extract"),
        Model.Connect().AsAIAgent(name: "Transform"),
        Model.Connect().AsAIAgent(name: "Load"),
    ];

    public async Task<string> RunAsync(string input)
    {
        var text = input;
        foreach (var stage in _stages)
        {
            var session = await stage.CreateSessionAsync();
            await stage.RunAsync("Here is your input.", session);
            text = (await stage.RunAsync(text, session)).Text;
        }

        return text;
    }
}
