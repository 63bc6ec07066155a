using Company.Models;
using Sessions.Agents;

var (researcher, author) = CreateTeam();
var session = await researcher.CreateSessionAsync();

Console.WriteLine((await researcher.RunAsync("Find three facts about bees.", session)).Text);
Console.WriteLine((await author.RunAsync("Write a poem on them.", session)).Text); // misuse: SESS301

static (AIAgent Researcher, AIAgent Author) CreateTeam()
{
    var client = Model.Connect();
    return (client.AsAIAgent(name: "Researcher"), client.AsAIAgent(name: "Author"));
}
