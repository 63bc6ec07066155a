using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;
using TwoHosts.Host;
using TwoHosts.Load;
using TwoHosts.Processes;

namespace TwoHosts;

/// <summary>What the clients were told is done, beside what is in the database.</summary>
/// <param name="Acknowledged">The turns that were acknowledged.</param>
/// <param name="Stored">The turns that are in the database.</param>
/// <param name="Missing">Those that were acknowledged and are not there.</param>
/// <param name="Twice">Those that are there more than once.</param>
/// <param name="Torn">Those that are not there as a whole, or with another answer than the client has.</param>
internal sealed record Account(int Acknowledged, int Stored, int Missing, int Twice, int Torn)
{
    public bool IsRight => Stored == Acknowledged && (Missing, Twice, Torn) == (0, 0, 0);

    /// <summary>Reads all sessions, as any program with the store does.</summary>
    public static async Task<Account> OfAsync(DemoDatabase database, IReadOnlyCollection<AcknowledgedTurn> acknowledged)
    {
        await using var store = new PostgreSqlSessionStore(database.ConnectionString, new PostgreSqlSessionStoreOptions { Schema = database.Schema });
        var agent = new ChatClientAgent(new StandInModel(), new ChatClientAgentOptions { Name = ChatHost.AgentName, SessionStore = store });

        var stored = new List<(SessionKey Session, SessionTurn Turn)>();
        foreach (SessionKey key in acknowledged.Select(turn => turn.Session).Distinct())
        {
            AgentSession session = await agent.GetSessionAsync(key);
            await foreach (SessionTurn turn in agent.ReadTurnsAsync(session, new TurnQuery { AllBranches = true }))
            {
                stored.Add((key, turn));
            }
        }

        var byKey = stored.ToLookup(one => (one.Session, one.Turn.Record.TurnKey), one => one.Turn);
        return new Account(
            acknowledged.Count,
            stored.Count,
            Missing: acknowledged.Count(turn => !byKey.Contains((turn.Session, turn.Key))),
            Twice: acknowledged.Count(turn => byKey[(turn.Session, turn.Key)].Count() > 1),
            Torn: acknowledged.Count(turn => byKey[(turn.Session, turn.Key)].Any(found => !IsWhole(found, turn))));
    }

    private static bool IsWhole(SessionTurn stored, AcknowledgedTurn acknowledged)
    {
        var contents = stored.Messages.SelectMany(message => message.Contents).ToList();
        return stored.Messages[0].Text == acknowledged.Question
            && stored.Messages[^1].Text == acknowledged.Answer
            && acknowledged.Answer.Contains(acknowledged.Question, StringComparison.Ordinal)
            && contents.OfType<FunctionCallContent>().Select(call => call.CallId).SequenceEqual(contents.OfType<FunctionResultContent>().Select(result => result.CallId));
    }
}
