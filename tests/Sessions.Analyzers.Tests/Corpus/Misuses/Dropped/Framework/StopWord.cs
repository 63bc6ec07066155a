using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

var agent = Model.Connect().AsAIAgent(name: "Reader");
var session = await agent.CreateSessionAsync();
var length = 0;

await foreach (var update in agent.RunStreamingAsync("Read me a long text.", session))
{
    Console.Write(update.Text);
    length += update.Text.Length;
    if (length > 500)
    {
        break; // misuse: SESS308
    }
}

Console.WriteLine(await agent.RunAsync("Where did you stop?", session));
