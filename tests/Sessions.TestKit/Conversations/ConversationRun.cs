using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Has a random conversation with the product and with the model of it, and compares them after every step.</summary>
public sealed partial class ConversationRun : IDisposable
{
    private readonly ConversationPlan _plan;
    private readonly SessionStore? _store;
    private readonly ScriptedModel _client;
    private readonly ConversationScript _script = new();
    private readonly Talker[] _talkers;
    private readonly List<ConversationBranch> _branches = [];

    /// <summary>The session that the conversation goes on with.</summary>
    private ConversationBranch _now = null!;

    private ConversationRun(ConversationPlan plan, SessionStore? store)
    {
        _plan = plan;
        _store = store;
        _client = new ScriptedModel(_ => _script.Answer());
        _talkers = [CreateTalker("Talker"), CreateTalker("Other")];
    }

    /// <summary>Has the conversation.</summary>
    /// <exception cref="CheckFailedException">Product and model differ.</exception>
    public static async Task HaveAsync(ConversationPlan plan, SessionStore? store)
    {
        using var run = new ConversationRun(plan, store);
        run.GoOnWith(await ConversationBranch.CreateAsync(run._talkers[0], await run._talkers[0].Agent.GetSessionAsync("conversation"), new ModelSession()));
        foreach (var step in plan.Steps)
        {
            await run.DoAsync(step);
            await run.CompareAsync();
        }

        foreach (var branch in run._branches)
        {
            await run.CompareElsewhereAsync(branch);
        }
    }

    public void Dispose() => _script.Dispose();

    private void GoOnWith(ConversationBranch branch)
    {
        _branches.Add(branch);
        _now = branch;
    }

    private Talker CreateTalker(string name)
    {
        RequestChecker checker = null!;
        var agent = _client.AsAIAgent(new ChatClientAgentOptions
        {
            Name = name,
            SessionStore = _store,
            View = ConversationView.Create(_plan),
            ChatOptions = new ChatOptions { Tools = ConversationTools.Create(_plan.MayAsk, _script.RunTool) },
            ContextProviders = [new ConversationScript.Marker(_script)],
            ConfigureChatClient = client =>
            {
                checker = new RequestChecker(new FunctionInvokingChatClient(client) { AllowConcurrentInvocation = _plan.IsParallel });
                return new ConversationScript.Outermost(checker, _script);
            },
        });
        return new Talker(agent, checker);
    }

    private async Task DoAsync(ConversationStep step)
    {
        switch (step)
        {
            case PlannedTurn talk:
                await TalkAsync(talk);
                break;
            case Repeat repeat when _now.Model.Keyed is { } keyed:
                await RepeatAsync(keyed, repeat.IsStreamed);
                break;
            case SetOutside set:
                Set(set);
                break;
            case ClearOutside clear when _now.IsUpToDate && _now.State.ContainsKey(clear.IsMark ? nameof(Mark) : nameof(Tally)):
                Same("state to be emptied", true, clear.IsMark ? _now.Session.State.Clear<Mark>() : _now.Session.State.Clear<Tally>());
                _now.Seen.Pending[clear.IsMark ? nameof(Mark) : nameof(Tally)] = null;
                break;
            case Save when _store is null:
                await RequireNowhereToSaveAsync();
                break;
            case Save:
                await _now.Agent.SaveSessionAsync(_now.Session);
                _now.Model.Save(_now.Seen);
                break;
            case RoundTrip when _now.IsUpToDate:
                await RoundTripAsync();
                break;
            case Reload when _store is not null:
                await _now.ReloadAsync();
                break;
            case Switch when _store is not null:
                _now.Switch();
                break;
            default:
                await OperateAsync(step);
                break;
        }
    }

    private Task TalkAsync(PlannedTurn talk)
    {
        var last = _now.Model.Turns.Count - 1;
        return TalkAsync(talk, last, Input(talk, last), replaces: null);
    }

    /// <summary>Has a turn after one of the turns.</summary>
    private async Task TalkAsync(PlannedTurn talk, int after, List<ChatMessage> input, long? replaces, bool regenerates = false)
    {
        var expected = new ExpectedTurn(talk, DecisionsIn(input), _plan.MayAsk);
        if (talk.IsKeyed)
        {
            Same("planned end of a keyed turn", TurnEnd.Answered, expected.End);
        }

        List<ChatMessage> begun = [.. _now.Model.KnownAfter(after, input), .. input];
        var asked = _now.Talker.Checker.Log.Requests.Count;
        var (end, text) = await RunAsync(talk, regenerates ? null : input, replaces, talk.IsStreamed);
        Same("end of the turn", expected.End, end);
        _now.Seen.Refresh(_now.Model);
        if (end == TurnEnd.Answered)
        {
            Same("answer", string.Concat(expected.Answers.Select(message => message.Text)), text);
        }

        CompareRequest(asked, after, input);
        Learn(_now.Model.Turns[after].Number, expected);
        if (expected.IsKept)
        {
            _now.Model.Commit(_now.Seen, after, expected.Status, begun, [.. expected.Kept], expected.KeepsState ? SetInTurn(talk, after, expected) : []);
        }

        if (talk.IsKeyed)
        {
            _now.Model.Keyed = new KeyedTurn(talk, replaces, _now.Model.LastNumber, input, text);
        }
    }

    private void Learn(long number, ExpectedTurn expected)
    {
        foreach (var (callId, result) in expected.Known)
        {
            _now.Model.Known.TryAdd(number, []);
            _now.Model.Known[number][callId] = result;
        }
    }

    private async Task RepeatAsync(KeyedTurn keyed, bool isStreamed)
    {
        var asked = _client.Log.Requests.Count;
        var (end, text) = await RunAsync(keyed.Turn, keyed.Input, keyed.Replaces, isStreamed);
        _now.Seen.Refresh(_now.Model);
        Same("repeated answer", (TurnEnd.Answered, keyed.Answer, asked), (end, text, _client.Log.Requests.Count));
    }

    private void Set(SetOutside set)
    {
        if (set.IsMark)
        {
            _now.Session.State.Set(new Mark { Text = $"outside {set.Value}" });
            _now.Seen.Pending[nameof(Mark)] = Json($"outside {set.Value}");
        }
        else
        {
            _now.Session.State.Set(new Tally { Count = set.Value });
            _now.Seen.Pending[nameof(Tally)] = Json(set.Value);
        }
    }

    private async Task RoundTripAsync()
    {
        await _now.RoundTripAsync();
        if (_store is null)
        {
            // What a turn did that left nothing is known as long as the object lives.
            _now.Model.Known.Clear();
        }

        if (_store is null && !_now.Model.Turns.Exists(turn => turn.Number == _now.Model.Keyed?.Number))
        {
            // Only a store knows of turns that the session has gone back from.
            _now.Model.Keyed = null;
        }
    }

    /// <summary>What the user says after one of the turns: decisions on what it asks, and words, if there is nothing to decide or something else to say.</summary>
    private List<ChatMessage> Input(PlannedTurn talk, int after)
    {
        var input = new List<ChatMessage>();
        var decided = _now.Model.Turns[after].Requests
            .Zip(talk.Decisions, (request, decision) => (Call: request, Decision: decision))
            .Where(request => request.Decision is not null)
            .ToList();
        if (decided.Count > 0)
        {
            input.Add(new ChatMessage(ChatRole.User, [.. decided.Select(decision =>
                new ToolApprovalResponseContent("ficc_" + decision.Call.Id, decision.Decision!.Value, decision.Call.ToContent()))]));
        }

        if (decided.Count == 0 || talk.Speaks)
        {
            input.Add(new ChatMessage(ChatRole.User, $"says {talk.Word}"));
        }

        return input;
    }

    private static List<(ScriptedCall Call, bool IsApproved)> DecisionsIn(List<ChatMessage> input) =>
    [
        .. input.SelectMany(message => message.Contents).OfType<ToolApprovalResponseContent>()
            .Select(decision => (new ScriptedCall(decision.ToolCall.CallId, ((FunctionCallContent)decision.ToolCall).Name), decision.Approved)),
    ];

    /// <summary>Runs a turn with an input, or the last one once more.</summary>
    private async Task<(TurnEnd End, string Text)> RunAsync(PlannedTurn talk, IReadOnlyList<ChatMessage>? input, long? replaces, bool isStreamed)
    {
        var caller = _script.Begin(talk, _now.Session);
        var options = new AgentRunOptions { InterruptedTurns = talk.Interrupted, TurnKey = talk.IsKeyed ? talk.Word : null, ReplacesTurn = replaces };
        try
        {
            if (!isStreamed)
            {
                var answer = input is null
                    ? await _now.Agent.RegenerateAsync(_now.Session, options, caller.Token)
                    : await _now.Agent.RunAsync(input, _now.Session, options, caller.Token);
                return (TurnEnd.Answered, answer.Text);
            }

            var stream = input is null
                ? _now.Agent.RegenerateStreamingAsync(_now.Session, options, caller.Token)
                : _now.Agent.RunStreamingAsync(input, _now.Session, options, caller.Token);
            return await ReadAsync(stream, talk.Interruption, caller);
        }
        catch (IOException)
        {
            return (TurnEnd.Failed, "");
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken == caller.Token)
        {
            return (TurnEnd.Cancelled, "");
        }
    }

    private static async Task<(TurnEnd End, string Text)> ReadAsync(IAsyncEnumerable<AgentResponseUpdate> stream, Interruption interruption, CancellationTokenSource caller)
    {
        var (updates, text) = (0, "");
        await foreach (var update in stream)
        {
            if (update.Issues.Count > 0)
            {
                continue;
            }

            text += update.Text;
            updates++;
            if (interruption.IsAt(InterruptionKind.ReaderLeaves, updates))
            {
                return (TurnEnd.Abandoned, "");
            }

            if (interruption.IsAt(InterruptionKind.CancelInReader, updates))
            {
                await caller.CancelAsync();
            }
        }

        return (TurnEnd.Answered, text);
    }

    /// <summary>The state that the turn has set, as the model has it.</summary>
    private Dictionary<string, string> SetInTurn(PlannedTurn talk, int after, ExpectedTurn expected)
    {
        var set = new Dictionary<string, string>();
        if (talk.Marks)
        {
            set[nameof(Mark)] = Json(talk.Marking);
        }

        if (expected.ToolsDone > 0)
        {
            var before = _now.Seen.Visible(_now.Model.Turns[after].State).GetValueOrDefault(nameof(Tally));
            set[nameof(Tally)] = Json((before is null ? 0 : Count(before)) + expected.ToolsDone);
        }

        return set;
    }

    /// <summary>The words of the user in a turn's first request are those of the history, as far as the view goes back, and the new ones.</summary>
    private void CompareRequest(int asked, int after, List<ChatMessage> input)
    {
        if (_now.Talker.Checker.Log.Requests.Skip(asked).FirstOrDefault() is not { } request || _plan.View == PlannedView.Reducer)
        {
            return;
        }

        List<string> said = [.. _now.Model.UserTextsThrough(after), .. input.SelectMany(ModelSession.TextsOfUser)];
        var sent = request.Messages.SelectMany(ModelSession.TextsOfUser).ToList();
        Same("words of the user in the request", string.Join(", ", _plan.View == PlannedView.Everything ? said : said.TakeLast(sent.Count)), string.Join(", ", sent));
    }

    private async Task CompareAsync()
    {
        _client.Log.ThrowIfInvalid();
        foreach (var talker in _talkers)
        {
            talker.Checker.Log.ThrowIfInvalid();
        }

        if (_now.IsUpToDate)
        {
            await CompareAsync(_now, _now.Session, _now.State);
        }
    }

    /// <summary>Compares a session as another object finds it: in the store, or in what was serialized.</summary>
    private async Task CompareElsewhereAsync(ConversationBranch branch)
    {
        if (_store is not null)
        {
            await CompareAsync(branch, await branch.Agent.GetSessionAsync(branch.Session.Key), branch.Model.State);
        }
        else
        {
            await CompareAsync(branch, await branch.Agent.DeserializeSessionAsync(await branch.Agent.SerializeSessionAsync(branch.Session)), branch.State);
        }
    }

    private static async Task CompareAsync(ConversationBranch branch, AgentSession session, Dictionary<string, string> state)
    {
        var model = branch.Model;
        var picture = await SessionPicture.TakeAsync(branch.Agent, session);
        Same("history", string.Join("\n", model.Turns.Skip(1)), string.Join("\n", picture.Turns));
        Same("turns", string.Join(", ", model.Turns.Skip(1).Select(turn => turn.Number)), string.Join(", ", await NumbersAsync(branch.Agent, session)));
        Same("state", Text(state), Text(picture.State));
        Same("mark", state.GetValueOrDefault(nameof(Mark)), session.State.TryGet<Mark>(out var mark) ? Json(mark.Text) : null);
        Same("tally", state.GetValueOrDefault(nameof(Tally)), session.State.TryGet<Tally>(out var tally) ? Json(tally.Count) : null);
        Same("place", (branch.Agent.Id, model.Revision, model.Turns[^1].Number), (session.AgentId, session.Revision, session.CurrentTurn));
    }

    private static async Task<List<long>> NumbersAsync(AIAgent agent, AgentSession session)
    {
        var numbers = new List<long>();
        await foreach (var turn in agent.ReadTurnsAsync(session))
        {
            numbers.Add(turn.Record.Number);
        }

        return numbers;
    }

    private static void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CheckFailedException($"The {what} is to be:\n{expected}\nand is:\n{actual}");
        }
    }

    private static string Text(IReadOnlyDictionary<string, string> state) =>
        string.Join(", ", state.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"));

    private static string Json(string mark) => JsonSerializer.Serialize(new Mark { Text = mark }, MarkJson.Default.Mark);

    private static string Json(int count) => JsonSerializer.Serialize(new Tally { Count = count }, TallyJson.Default.Tally);

    private static int Count(string tally) => JsonSerializer.Deserialize(tally, TallyJson.Default.Tally)!.Count;
}
