using System.ComponentModel;
using Company.Models;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Providers;

public sealed class ExpertTool
{
    private readonly AIAgent _expert = Model.Connect().AsAIAgent(name: "Expert");

    public AITool Tool => AIFunctionFactory.Create(AskAsync);

    [Description("Asks the expert.")]
    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        var caller = TurnContext.Current?.Session;
        AgentSession session = await _expert.GetSessionAsync($"expert-of-{caller?.Id}", cancellationToken: cancellationToken);
        return (await _expert.RunAsync(question, session, cancellationToken: cancellationToken)).Text;
    }
}
