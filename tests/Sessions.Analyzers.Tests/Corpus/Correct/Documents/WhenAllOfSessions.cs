using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Interviewer");
string[] candidates = ["Ann", "Bob", "Cleo"];

var interviews = candidates.Select(async candidate =>
{
    AgentSession session = await agent.GetSessionAsync(candidate);
    await agent.RunAsync($"This is {candidate}.", session);
    return await agent.RunAsync("Ask the first question.", session);
});

foreach (var response in await Task.WhenAll(interviews))
{
    Console.WriteLine(response.Text);
}
