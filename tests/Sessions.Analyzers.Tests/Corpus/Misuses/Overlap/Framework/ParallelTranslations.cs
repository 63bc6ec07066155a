using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent translator = Model.Connect().AsAIAgent(name: "Translator");
AgentSession session = await translator.CreateSessionAsync();
string[] languages = ["French", "Spanish", "Italian"];

var tasks = languages.Select(language => translator.RunAsync($"Translate 'hello' into {language}.", session)); // misuse: SESS304
foreach (var response in await Task.WhenAll(tasks))
{
    Console.WriteLine(response.Text);
}
