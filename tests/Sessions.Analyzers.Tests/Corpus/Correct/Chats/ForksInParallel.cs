using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Explorer");
AgentSession root = await agent.CreateSessionAsync();
await agent.RunAsync("Here is the problem.", root);

string[] ideas = ["by bus", "by train", "on foot"];
AgentResponse[] answers = await Task.WhenAll(ideas.Select(async idea =>
{
    AgentSession branch = await agent.ForkSessionAsync(root);
    return await agent.RunAsync($"What if we went {idea}?", branch);
}));
Console.WriteLine(answers.MaxBy(answer => answer.Text.Length)!.Text);
