using Company.Models;
using Sessions.Agents;

AIAgent french = Model.Connect().AsAIAgent(name: "French");
AIAgent german = Model.Connect().AsAIAgent(name: "German");
AgentSession frenchSession = await french.CreateSessionAsync();
AgentSession germanSession = await german.CreateSessionAsync();

while (Console.ReadLine() is { } line)
{
    var both = await Task.WhenAll(french.RunAsync(line, frenchSession), german.RunAsync(line, germanSession));
    Console.WriteLine(string.Join(" / ", both.Select(response => response.Text)));
}
