using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

ChatClientAgent agent = new(Model.Connect(), name: "Parser");
var response = await agent.RunAsync<PersonInfo>("Anna is 31 and a baker.");
Console.WriteLine($"{response.Result.Name}, {response.Result.Age}, {response.Result.Occupation}");

public sealed record PersonInfo(string? Name, int? Age, string? Occupation);
