using Company.Models;
using Sessions.Agents;

AIAgent translator = Model.Connect().AsAIAgent(name: "Translator", instructions: "Translate each line into French.");

foreach (var line in await File.ReadAllLinesAsync(args[0]))
{
    // Each line stands for itself.
    AgentResponse translated = await translator.RunAsync(line);
    Console.WriteLine(translated.Text);
}
