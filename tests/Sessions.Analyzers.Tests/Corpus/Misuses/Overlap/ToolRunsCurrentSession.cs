using System.ComponentModel;
using Company.Models;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Research;

public sealed class ResearchTools(AIAgent researcher)
{
    public AITool[] All => [AIFunctionFactory.Create(LookUpAsync)];

    [Description("Looks something up.")]
    public async Task<string> LookUpAsync(string question, CancellationToken cancellationToken)
    {
        AgentSession session = TurnContext.Current!.Session!;
        AgentResponse answer = await researcher.RunAsync(question, session, cancellationToken: cancellationToken); // misuse: SESS306
        return answer.Text;
    }
}
