using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(instructions: "You are a helpful assistant.", name: "HelloAgent");

Console.WriteLine("Ask me anything, or 'exit'.");
do
{
    var question = Console.ReadLine() ?? "";
    if (question.Equals("exit", StringComparison.OrdinalIgnoreCase))
    {
        return;
    }

    Console.WriteLine(await agent.RunAsync(question)); // misuse: SESS317
}
while (true);
