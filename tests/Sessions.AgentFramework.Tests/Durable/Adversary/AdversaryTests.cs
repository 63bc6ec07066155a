using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable.Adversary;

/// <summary>What nobody should do, and somebody does.</summary>
public abstract class AdversaryTests
{
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    protected InMemorySessionStore Store { get; } = new();

    protected SessionsAgent New(ScriptedModel model, params AITool[] tools) => new ChatClientAgent(model, name: "Guide", tools: tools).WithSessions(Store);

    /// <summary>An agent whose tool sets what the user says, through the caller's session and through that of the run.</summary>
    protected async Task<(SessionsAgent Agent, AgentSession Session)> NewSettingAsync()
    {
        AgentSession session = null!;
        var set = AIFunctionFactory.Create(
            (string text) =>
            {
                session.StateBag.SetValue("caller", text);
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("run", text);
                return "did";
            },
            "set");
        var agent = New(Calling("set", "text"), set);
        session = await agent.GetSessionAsync("alice");
        return (agent, session);
    }

    /// <summary>Calls a tool with what the user says, then says what it said.</summary>
    protected static ScriptedModel Calling(string tool, string argument) => new(request => request.Messages[^1].Role == ChatRole.User
        ? ModelAnswer.Nothing.Call($"c{request.Number}", tool, (argument, request.Messages[^1].Text))
        : ModelAnswer.Of($"done {request.Messages[^1].Contents.OfType<FunctionResultContent>().Single().Result}"));

    protected static async Task<AgentResponse> RunAsync(AIAgent agent, bool streamed, string message, AgentSession? session, AgentRunOptions? options = null) =>
        streamed ? await agent.RunStreamingAsync(message, session, options).ToAgentResponseAsync() : await agent.RunAsync(message, session, options);

    protected static async Task<List<string>> TextsAsync(SessionsAgent agent, AgentSession session) =>
        [.. (await agent.ReadMessagesAsync(session).ToListAsync()).Select(message => message.Text.Trim())];
}
