extern alias framework;

using framework::Microsoft.Agents.AI;
using Microsoft.Agents.AI;
using Sessions.AgentFramework;

namespace Sessions.Benchmarks;

/// <summary>A request at 1,000 messages: the session is loaded, run and saved. The plain framework's is one JSON in a row, written with <c>synchronous=FULL</c> as ours are.</summary>
internal static class FrameworkPersisted
{
    public static Task<StoreScore> MeasureAsync() => StoreRotation.BesideFrameworkAsync(
        "Load, run and save of 1,000 messages in SQLite, beside the plain agent with its JSON in a row",
        characters: 400,
        most: 0.6,
        file =>
        {
            var durable = new ChatClientAgent(new StoreChatClient(file.Payload, changesState: false), name: "A").WithSessions(file.Store);
            return id =>
            {
                var session = Talk.Completed(durable.GetSessionAsync(id));
                Talk.Completed(durable.RunAsync(file.Payload.Question(1), session));
                Talk.Completed(durable.SerializeSessionAsync(session));
            };
        },
        showsBytes: true);
}
