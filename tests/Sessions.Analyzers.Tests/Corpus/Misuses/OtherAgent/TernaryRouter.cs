using Company.Models;
using Sessions.Agents;

AIAgent router = Model.Connect().AsAIAgent(name: "Router");
AIAgent math = Model.Connect().AsAIAgent(name: "Math");
AIAgent history = Model.Connect().AsAIAgent(name: "History");

AgentSession session = await router.CreateSessionAsync();
while (Console.ReadLine() is { } question)
{
    var route = await router.RunAsync(question, session);
    var expert = route.Text == "math" ? math : history;
    var answer = await expert.RunAsync(question, session); // misuse: SESS301
    Console.WriteLine(answer.Text);
}
