extern alias framework;

using framework::Microsoft.Agents.AI;
using Microsoft.Agents.AI;
using Sessions.AgentFramework;

namespace Sessions.Benchmarks;

/// <summary>State that has been read before, read and written by our accessors, beside the framework's own methods.</summary>
internal static class FrameworkState
{
    private const int WarmUp = 50;
    private const int Rounds = 301;
    private const int Operations = 50_000;

    public static IEnumerable<StoreScore> Measure()
    {
        using var client = new TalkingChatClient();
        var agent = new ChatClientAgent(client, name: "Benchmark");
        var (ours, theirs) = (Talk.Completed(agent.CreateSessionAsync()), Talk.Completed(agent.CreateSessionAsync()));
        var durable = Talk.Completed(agent.WithSessions(new InMemorySessionStore()).CreateSessionAsync());
        ours.SetSmall(StateValues.Small);
        durable.SetSmall(StateValues.Small);
        theirs.StateBag.SetValue("Small", StateValues.Small);
        yield return Score("Reading hot state of a session of the framework, beside its `GetValue`", () => Read(ours), () => ReadTheirs(theirs), 1.2);
        yield return Score("Writing it, beside its `SetValue`", () => Write(ours), () => WriteTheirs(theirs), 2);
        yield return Score("Reading hot state of a session in a store, beside `GetValue`", () => Read(durable), () => ReadTheirs(theirs), most: null);
    }

    private static StoreScore Score(string what, Action ours, Action theirs, double? most)
    {
        var results = Contest.Run(WarmUp, Rounds, [new("ours", () => ours, Operations), new("theirs", () => theirs, Operations)]);
        var score = StoreScore.OfRatio(what, results[0].Ratios[1], most ?? double.MaxValue, $"{Table.Number(results[0].Nanoseconds, "0.0")} ns and {Table.Number(results[1].Nanoseconds, "0.0")} ns");
        return most is null ? score with { Goal = "", IsMet = null } : score;
    }

    // Each adds up what it reads, so that nothing is left out for being unused.
    private static int Read(AgentSession session)
    {
        var sum = 0;
        for (var i = 0; i < Operations; i++)
        {
            sum += session.GetSmall().Visits;
        }

        return sum;
    }

    private static int ReadTheirs(AgentSession session)
    {
        var sum = 0;
        for (var i = 0; i < Operations; i++)
        {
            sum += session.StateBag.GetValue<Small>("Small")!.Visits;
        }

        return sum;
    }

    private static void Write(AgentSession session)
    {
        var value = StateValues.Small;
        for (var i = 0; i < Operations; i++)
        {
            session.SetSmall(value);
        }
    }

    private static void WriteTheirs(AgentSession session)
    {
        var value = StateValues.Small;
        for (var i = 0; i < Operations; i++)
        {
            session.StateBag.SetValue("Small", value);
        }
    }
}
