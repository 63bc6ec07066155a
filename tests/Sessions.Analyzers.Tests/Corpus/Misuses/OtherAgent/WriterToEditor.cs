using Company.Models;
using Sessions.Agents;

var client = Model.Connect();
AIAgent writer = client.AsAIAgent(name: "Writer", instructions: "You write short articles.");
AIAgent editor = client.AsAIAgent(name: "Editor", instructions: "You correct articles.");

AgentSession session = await writer.CreateSessionAsync();
AgentResponse draft = await writer.RunAsync("Write about the Alps.", session);
Console.WriteLine(draft.Text);

AgentResponse corrected = await editor.RunAsync($"Correct this: {draft.Text}", session); // misuse: SESS301
Console.WriteLine(corrected.Text);
