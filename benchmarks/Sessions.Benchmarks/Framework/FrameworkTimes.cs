extern alias framework;

using framework::Microsoft.Agents.AI;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Sessions.AgentFramework;

namespace Sessions.Benchmarks;

/// <summary>The time of a run of an agent of Microsoft Agent Framework with its sessions in memory: as it is, and with <c>WithSessions</c>.</summary>
internal static class FrameworkTimes
{
    private const int WarmUp = 20;
    private const int Rounds = 151;
    private const int Window = 50;

    /// <summary>A run that sends the whole history.</summary>
    /// <param name="messages">How many messages there are.</param>
    /// <param name="isGiven">Whether the agent uses the model's client as it is, without the framework's own pipeline round it.</param>
    public static (Measurement Ours, Measurement Plain) Measure(int messages, bool isGiven)
    {
        using var client = new TalkingChatClient();
        var plain = NewAgent(client, isGiven);
        return Measure(plain.WithSessions(new InMemorySessionStore()), plain, messages);
    }

    /// <summary>A run that sends the newest fifty messages, of histories that are so long.</summary>
    public static IReadOnlyList<Measurement> MeasureWindow(params int[] messages)
    {
        using var client = new TalkingChatClient();
        var agent = NewAgent(client, isGiven: false).WithSessions(new InMemorySessionStore(), new SessionsAgentOptions { View = new HistoryView { MaxMessages = Window } });
        return Contest.Run(WarmUp, Rounds, [.. messages.Select(count => WindowOf(agent, count))]);
    }

    private static ChatClientAgent NewAgent(TalkingChatClient client, bool isGiven) => new(client, new ChatClientAgentOptions { Name = "Benchmark", UseProvidedChatClientAsIs = isGiven });

    private static (Measurement Ours, Measurement Plain) Measure(AIAgent ours, AIAgent plain, int messages)
    {
        var results = Contest.Run(WarmUp, Rounds, [EachOf(ours, messages), EachOf(plain, messages)]);
        return (results[0], results[1]);
    }

    /// <summary>Each run on the same session, which grows by little: a window moves on turn by turn.</summary>
    private static Contender WindowOf(SessionsAgent agent, int messages)
    {
        var session = Talk.Completed(agent.CreateSessionAsync());
        for (var turn = 0; turn < messages / Talk.MessagesPerTurn; turn++)
        {
            Talk.Completed(agent.RunAsync(Talk.Question(turn), session));
        }

        return new("window", () => () => Talk.Completed(agent.RunAsync("And what else?", session)));
    }

    private static Contender EachOf(AIAgent agent, int messages)
    {
        // Nearly all in one turn, so that each run is measured on a session of its own. What messages cost once, in the two runs after their
        // turn, is not to be measured: in a conversation that has grown turn by turn a run pays it for one turn.
        ChatMessage[] said = [.. Enumerable.Range(0, Math.Max(0, messages - 1 - (2 * Talk.MessagesPerTurn))).Select(index => new ChatMessage(index % 2 == 0 ? ChatRole.User : ChatRole.Assistant, Talk.Answer(index)))];
        AgentSession? before = null;
        return new("run", () =>
        {
            if (before is not null && agent is SessionsAgent durable)
            {
                // What no other run needs is not to be in the collector's way.
                Talk.Completed(durable.DeleteSessionAsync(before.GetService<Sessions.Agents.AgentSession>()!.Key));
            }

            var session = before = Talk.Completed(agent.CreateSessionAsync());
            if (messages > 0)
            {
                Talk.Completed(agent.RunAsync(said, session));
                Talk.Completed(agent.RunAsync("What should I pack?", session));
                Talk.Completed(agent.RunAsync("And what for?", session));
            }

            return () => Talk.Completed(agent.RunAsync("And what else?", session));
        });
    }
}
