using System.ComponentModel;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent expert = Model.Connect().AsAIAgent(name: "Expert");
AIAgent main = Model.Connect().AsAIAgent(name: "Main", tools: [AIFunctionFactory.Create(AskExpert)]);
AgentSession session = await main.CreateSessionAsync();
Console.WriteLine(await main.RunAsync("What is dark matter?", session));

[Description("Asks an expert.")]
async Task<string> AskExpert(string question)
{
    var context = AIAgent.CurrentRunContext!;
    var answer = await expert.RunAsync(question, context.Session); // misuse: SESS306
    return answer.Text;
}
