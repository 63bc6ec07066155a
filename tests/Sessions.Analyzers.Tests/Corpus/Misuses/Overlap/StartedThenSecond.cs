using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Butler");
AgentSession session = await agent.CreateSessionAsync();

Task<AgentResponse> weather = agent.RunAsync("How is the weather?", session);
Task<AgentResponse> news = agent.RunAsync("What is new?", session); // misuse: SESS305
Console.WriteLine((await weather).Text);
Console.WriteLine((await news).Text);
