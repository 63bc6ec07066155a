using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent[] experts = [Model.Connect().AsAIAgent(name: "Physicist"), Model.Connect().AsAIAgent(name: "Chemist")];
AIAgent judge = Model.Connect().AsAIAgent(name: "Judge");

AgentResponse[] opinions = await Task.WhenAll(experts.Select(expert => expert.RunAsync("What is temperature?")));
AgentSession judging = await judge.CreateSessionAsync();
foreach (var opinion in opinions)
{
    await judge.RunAsync(opinion.Text, judging);
}

Console.WriteLine(await judge.RunAsync("Who is right?", judging));
