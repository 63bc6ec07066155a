using Company.Models;
using Sessions;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions { Name = "Analyst", ConcurrentTurns = ConcurrentTurns.Reject });
AgentSession session = await agent.CreateSessionAsync();

AgentResponse[] answers = await Task.WhenAll(
    agent.RunAsync("Strengths?", session),
    agent.RunAsync("Weaknesses?", session), // misuse: SESS304
    agent.RunAsync("Risks?", session)); // misuse: SESS304

foreach (var answer in answers)
{
    Console.WriteLine(answer.Text);
}
