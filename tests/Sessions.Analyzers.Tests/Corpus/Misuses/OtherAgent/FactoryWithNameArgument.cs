using Company.Models;
using Sessions.Agents;

AIAgent sales = Create("Sales", "Sell.");
AIAgent service = Create("Service", "Help.");

AgentSession conversation = await sales.GetSessionAsync("customer-17");
await sales.RunAsync("What does the large one cost?", conversation);

await foreach (AgentResponseUpdate update in service.RunStreamingAsync("It is broken.", conversation)) // misuse: SESS301
{
    Console.Write(update.Text);
}

static AIAgent Create(string name, string instructions) =>
    new ChatClientAgent(Model.Connect(), instructions: instructions, name: name);
