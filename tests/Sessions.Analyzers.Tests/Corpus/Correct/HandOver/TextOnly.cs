using Company.Models;
using Sessions.Agents;

AIAgent writer = Model.Connect().AsAIAgent(name: "Writer");
AIAgent editor = Model.Connect().AsAIAgent(name: "Editor");
AgentSession writing = await writer.CreateSessionAsync();
AgentSession editing = await editor.CreateSessionAsync();

var text = (await writer.RunAsync("Write about tea.", writing)).Text;
for (var round = 0; round < 3; round++)
{
    var remarks = (await editor.RunAsync(text, editing)).Text;
    text = (await writer.RunAsync($"Mend this: {remarks}", writing)).Text;
}

Console.WriteLine(text);
