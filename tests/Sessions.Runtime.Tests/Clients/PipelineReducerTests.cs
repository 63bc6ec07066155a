using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Clients;

/// <summary>A client of the pipeline that shortens requests cannot send the model half of a call, and does not do so unseen.</summary>
public class PipelineReducerTests
{
    public static TheoryData<string, bool, bool> Cases()
    {
        var cases = new TheoryData<string, bool, bool>();
        foreach (var kind in new[] { "without calls", "without results", "without the first call", "last 2", "last 3", "last 4", "first 3", "all" })
        {
            foreach (var streamed in new[] { false, true })
            {
                cases.Add(kind, streamed, false);
                cases.Add(kind, streamed, true);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_it_tears_apart_is_left_out_and_is_an_issue(string kind, bool streamed, bool keyed)
    {
        // Two calls of tools, one by one, and then the answer.
        var model = new ScriptedModel(request => request.Number % 3 < 2 ? ModelAnswer.Nothing.Call($"c{request.Number}", "look") : ModelAnswer.Of($"answer {request.Number}"));
        var reducer = new Reducer(kind);
        var agent = new ChatClientAgent(model, new ChatClientAgentOptions
        {
            Name = "A",
            ChatOptions = new() { Tools = [AIFunctionFactory.Create(() => "seen", "look")] },
            ConfigureChatClient = client => client.AsBuilder().UseChatReducer(reducer).Build(),
        });
        var session = await agent.CreateSessionAsync();
        for (var turn = 0; turn < 4; turn++)
        {
            reducer.Torn.Clear();
            var response = await agent.RunAsync(streamed, $"turn {turn}", session, new AgentRunOptions { TurnKey = keyed ? $"k{turn}" : null });

            Assert.StartsWith("answer", response.Text, StringComparison.Ordinal);
            Assert.All(response.Issues, issue => Assert.Equal(TurnIssueKind.HistoryRepaired, issue.Kind));
            Assert.Equal(reducer.Torn.Order(), response.Issues.Select(issue => issue.Message.Split('\'')[1]).Order());
        }

        Assert.Equal(12, model.Log.Requests.Count);

        // With whose message the conversation begins is the reducer's choice.
        Assert.DoesNotContain(model.Log.Problems, problem => !problem.Contains("the conversation begins with", StringComparison.Ordinal));
        Assert.Equal(4 * 6, await CountAsync(agent, session));
    }

    private static async Task<int> CountAsync(AIAgent agent, AgentSession session)
    {
        var count = 0;
        await foreach (var turn in agent.ReadTurnsAsync(session))
        {
            count += turn.Messages.Count;
        }

        return count;
    }

    /// <summary>Leaves out what its name says, and knows the ids of the calls of which it left out a half.</summary>
    private sealed class Reducer(string kind) : IChatReducer
    {
        public HashSet<string> Torn { get; } = [];

        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
        {
            ChatMessage[] request = [.. messages];
            var firstCall = Array.FindIndex(request, message => Ids<FunctionCallContent>([message]).Any());
            var count = char.IsDigit(kind[^1]) ? Math.Min(kind[^1] - '0', request.Length) : 0;
            ChatMessage[] reduced = kind.Split(' ') switch
            {
                ["last", _] => request[^count..],
                ["first", _] => [.. request[..count], .. request[count..].Where(message => message.Role == ChatRole.User)],
                ["without", "calls"] => [.. request.Where(message => !Ids<FunctionCallContent>([message]).Any())],
                ["without", "results"] => [.. request.Where(message => !Ids<FunctionResultContent>([message]).Any())],
                ["without", "the", ..] => [.. request.Where((_, index) => index != firstCall)],
                _ => request,
            };
            var calls = Ids<FunctionCallContent>(reduced).ToHashSet(StringComparer.Ordinal);
            calls.SymmetricExceptWith(Ids<FunctionResultContent>(reduced));
            Torn.UnionWith(calls);
            return Task.FromResult<IEnumerable<ChatMessage>>(reduced);
        }

        private static IEnumerable<string> Ids<T>(IEnumerable<ChatMessage> messages)
            where T : AIContent => messages.SelectMany(message => message.Contents).OfType<T>().Select(content => content is FunctionCallContent call ? call.CallId : ((FunctionResultContent)(AIContent)content).CallId);
    }
}
