using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(name: "Translator");
string[] languages = ["French", "Spanish", "Italian"];
var tasks = languages.Select(async language =>
{
    var session = await agent.CreateSessionAsync();
    await agent.RunAsync($"Translate into {language}.", session);
    return await agent.RunAsync("Good morning", session);
});
foreach (var response in await Task.WhenAll(tasks))
{
    Console.WriteLine(response);
}
