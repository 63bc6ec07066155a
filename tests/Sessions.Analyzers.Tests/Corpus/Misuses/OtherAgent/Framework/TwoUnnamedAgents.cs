using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

var client = Model.Connect();
var agent1 = client.AsAIAgent(instructions: "Answer in English.");
var agent2 = client.AsAIAgent(instructions: "Answer in German.");

var session = await agent1.CreateSessionAsync();
Console.WriteLine(await agent1.RunAsync("What is the capital of France?", session));
Console.WriteLine(await agent2.RunAsync("And of Italy?", session)); // misuse: SESS301
