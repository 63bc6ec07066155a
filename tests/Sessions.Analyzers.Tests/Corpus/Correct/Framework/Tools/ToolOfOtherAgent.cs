using System.ComponentModel;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent expert = Model.Connect().AsAIAgent(name: "Expert");
AIAgent main = Model.Connect().AsAIAgent(name: "Main", tools: [AIFunctionFactory.Create(AskExpert)]);
AgentSession session = await main.CreateSessionAsync();
Console.WriteLine(await main.RunAsync("What is dark matter?", session));

[Description("Asks an expert.")]
async Task<string> AskExpert(string question, CancellationToken cancellationToken)
{
    AgentSession own = await expert.CreateSessionAsync(cancellationToken);
    await expert.RunAsync("Be exact.", own, cancellationToken: cancellationToken);
    return (await expert.RunAsync(question, own, cancellationToken: cancellationToken)).Text;
}
