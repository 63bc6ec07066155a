using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Butler");
AgentSession session = await agent.CreateSessionAsync();

Task<AgentResponse> answer = agent.RunAsync("Good morning.", session);
Task<string> weather = File.ReadAllTextAsync("weather.txt");
await Task.WhenAll(answer, weather);
AgentResponse next = await agent.RunAsync($"The weather: {await weather}", session);
Console.WriteLine(next.Text);
