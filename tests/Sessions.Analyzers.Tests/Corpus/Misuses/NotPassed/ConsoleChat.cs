using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Guide", instructions: "You are a guide.");

while (true)
{
    Console.Write("> ");
    string? line = Console.ReadLine();
    if (string.IsNullOrWhiteSpace(line))
    {
        break;
    }

    AgentResponse response = await agent.RunAsync(line); // misuse: SESS317
    Console.WriteLine(response.Text);
}
