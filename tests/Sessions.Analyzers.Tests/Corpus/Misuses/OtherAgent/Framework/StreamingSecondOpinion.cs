using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

IChatClient fast = Model.Connect("fast");
IChatClient slow = Model.Connect("slow");
ChatClientAgent quick = new(fast, name: "Quick", instructions: "Answer at once.");
ChatClientAgent deep = new(slow, name: "Deep", instructions: "Think first.");

AgentSession thread = await quick.CreateSessionAsync();
var options = new ChatClientAgentRunOptions(new ChatOptions { Temperature = 0 });
Console.WriteLine(await quick.RunAsync("Is 8191 a prime?", thread, options));

await foreach (AgentResponseUpdate part in deep.RunStreamingAsync("Are you sure?", thread, options)) // misuse: SESS301
{
    Console.Write(part);
}
