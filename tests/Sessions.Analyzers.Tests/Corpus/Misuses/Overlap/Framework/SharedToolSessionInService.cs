using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Orchestration;

public sealed class Orchestrator
{
    private readonly AIAgent _stock = Model.Connect().AsAIAgent(name: "Stock", tools: [AIFunctionFactory.Create(OfficeTools.GetStock)]);

    public async Task<AIAgent> BuildAsync(CancellationToken cancellationToken)
    {
        AgentSession session = await _stock.CreateSessionAsync(cancellationToken);
        var options = new AIFunctionFactoryOptions { Name = "ask_stock", Description = "Asks for the stock." };
        AIFunction tool = _stock.AsAIFunction(options, session); // misuse: SESS304
        return Model.Connect().AsAIAgent(name: "Orchestrator", tools: [tool]);
    }
}
