using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests;

/// <summary>Has a random conversation with the product and with the model of it, and compares them after every step.</summary>
internal sealed class ConversationRun
{
    private const string Id = "conversation";

    private readonly ConversationPlan _plan;
    private readonly SessionStore? _store;
    private readonly ScriptedModel _client;
    private readonly ChatClientAgent _agent;
    private readonly ModelSession _model = new();
    private RequestChecker _checker = null!;

    private (AgentSession Session, ModelObject Model) _current;
    private (AgentSession Session, ModelObject Model) _other;

    private PlannedTurn? _talk;
    private CancellationTokenSource _caller = new();
    private int _requests;
    private int _tools;

    private ConversationRun(ConversationPlan plan, SessionStore? store)
    {
        _plan = plan;
        _store = store;
        _client = new ScriptedModel(_ => Answer());
        _agent = _client.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "Talker",
            SessionStore = store,
            View = View(),
            ChatOptions = new ChatOptions { Tools = ConversationTools.Create(plan.MayAsk, RunTool) },
            ContextProviders = [new Marker(this)],
            ConfigureChatClient = client =>
            {
                _checker = new RequestChecker(new FunctionCallingClient(client) { AllowConcurrentInvocation = plan.IsParallel });
                return new Outermost(_checker, this);
            },
        });
    }

    /// <summary>Has the conversation.</summary>
    /// <exception cref="Exception">Product and model differ.</exception>
    public static async Task HaveAsync(ConversationPlan plan, SessionStore? store)
    {
        var run = new ConversationRun(plan, store);
        run._current = (await run._agent.GetSessionAsync(Id), new ModelObject());
        run._other = (await run._agent.GetSessionAsync(Id), new ModelObject());
        foreach (var step in plan.Steps)
        {
            await run.DoAsync(step);
            await run.CompareAsync();
        }

        await run.CompareElsewhereAsync();
    }

    private async Task DoAsync(ConversationStep step)
    {
        switch (step)
        {
            case PlannedTurn talk:
                await TalkAsync(talk);
                break;
            case Repeat repeat when _model.Keyed is { } keyed:
                await RepeatAsync(keyed.Turn, keyed.Input, keyed.Answer, repeat.IsStreamed);
                break;
            case SetOutside set:
                Set(set);
                break;
            case ClearOutside clear when IsUpToDate && _current.Model.Visible(_model.State).ContainsKey(clear.IsMark ? nameof(Mark) : nameof(Tally)):
                Assert.True(clear.IsMark ? _current.Session.State.Clear<Mark>() : _current.Session.State.Clear<Tally>());
                _current.Model.Pending[clear.IsMark ? nameof(Mark) : nameof(Tally)] = null;
                break;
            case Save:
                await _agent.SaveSessionAsync(_current.Session);
                _model.Save(_current.Model);
                break;
            case RoundTrip when IsUpToDate:
                await RoundTripAsync();
                break;
            case Reload when _store is not null:
                _current = (await _agent.GetSessionAsync(Id), new ModelObject());
                _current.Model.See(_model);
                break;
            case Switch when _store is not null:
                (_current, _other) = (_other, _current);
                break;
        }
    }

    private bool IsUpToDate => _current.Model.Revision == _model.Revision;

    private async Task TalkAsync(PlannedTurn talk)
    {
        var (input, decided) = Input(talk);
        var expected = new ExpectedTurn(talk, decided, _plan.MayAsk);
        if (talk.IsKeyed)
        {
            Same("planned end of a keyed turn", TurnEnd.Answered, expected.End);
        }

        var asked = _checker.Log.Requests.Count;
        var (end, text) = await RunAsync(talk, input, talk.IsStreamed);
        Same("end of the turn", expected.End, end);
        _current.Model.Refresh(_model);
        if (end == TurnEnd.Answered)
        {
            Same("answer", string.Concat(expected.Answers.Select(message => message.Text)), text);
            _model.Keyed = talk.IsKeyed ? (talk, input, text) : _model.Keyed;
        }

        CompareRequest(asked, input);
        if (expected.IsKept)
        {
            _model.Commit(_current.Model, expected.Status, [.. input, .. expected.Kept], expected.KeepsState ? SetInTurn(talk, expected) : []);
        }
    }

    private async Task RepeatAsync(PlannedTurn talk, IReadOnlyList<ChatMessage> input, string answer, bool isStreamed)
    {
        var asked = _client.Log.Requests.Count;
        var (end, text) = await RunAsync(talk, input, isStreamed);
        _current.Model.Refresh(_model);
        Same("repeated answer", (TurnEnd.Answered, answer, asked), (end, text, _client.Log.Requests.Count));
    }

    private void Set(SetOutside set)
    {
        if (set.IsMark)
        {
            _current.Session.State.Set(new Mark { Text = $"outside {set.Value}" });
            _current.Model.Pending[nameof(Mark)] = Json($"outside {set.Value}");
        }
        else
        {
            _current.Session.State.Set(new Tally { Count = set.Value });
            _current.Model.Pending[nameof(Tally)] = Json(set.Value);
        }
    }

    private async Task RoundTripAsync()
    {
        var session = await _agent.DeserializeSessionAsync(await _agent.SerializeSessionAsync(_current.Session));
        _current = (session, _current.Model);
    }

    /// <summary>What the user says: decisions on what is open, and words, if there is nothing to decide or something else to say.</summary>
    private (List<ChatMessage> Input, List<(ScriptedCall Call, bool IsApproved)> Decided) Input(PlannedTurn talk)
    {
        var input = new List<ChatMessage>();
        var decided = _model.Requests
            .Zip(talk.Decisions, (request, decision) => (Call: request, Decision: decision))
            .Where(request => request.Decision is not null)
            .Select(request => (request.Call, IsApproved: request.Decision!.Value))
            .ToList();
        if (decided.Count > 0)
        {
            input.Add(new ChatMessage(ChatRole.User, [.. decided.Select(decision =>
                new ToolApprovalResponseContent("ficc_" + decision.Call.Id, decision.IsApproved, Call(decision.Call)))]));
        }

        if (decided.Count == 0 || talk.Speaks)
        {
            input.Add(new ChatMessage(ChatRole.User, $"says {talk.Word}"));
        }

        return (input, decided);
    }

    private async Task<(TurnEnd End, string Text)> RunAsync(PlannedTurn talk, IReadOnlyList<ChatMessage> input, bool isStreamed)
    {
        using var caller = _caller = new CancellationTokenSource();
        (_talk, _requests, _tools) = (talk, 0, 0);
        var options = new AgentRunOptions { InterruptedTurns = talk.Interrupted, TurnKey = talk.IsKeyed ? talk.Word : null };
        try
        {
            if (!isStreamed)
            {
                return (TurnEnd.Answered, (await _agent.RunAsync(input, _current.Session, options, caller.Token)).Text);
            }

            var (updates, text) = (0, "");
            await foreach (var update in _agent.RunStreamingAsync(input, _current.Session, options, caller.Token))
            {
                if (update.Issues.Count > 0)
                {
                    continue;
                }

                text += update.Text;
                updates++;
                if (talk.Interruption.IsAt(InterruptionKind.ReaderLeaves, updates))
                {
                    return (TurnEnd.Abandoned, "");
                }

                if (talk.Interruption.IsAt(InterruptionKind.CancelInReader, updates))
                {
                    await caller.CancelAsync();
                }
            }

            return (TurnEnd.Answered, text);
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

    /// <summary>What the model says next.</summary>
    private ModelAnswer Answer()
    {
        var number = _requests++;
        var planned = _talk!.Answers[number];
        var answer = planned.Words.Count == 0 ? ModelAnswer.Nothing : ModelAnswer.Of(string.Join(' ', planned.Words));
        answer = planned.Calls.Aggregate(answer, (said, call) => said.With(Call(call)));
        var interruption = _talk.Interruption;
        return interruption.IsAt(InterruptionKind.ModelFails, number) ? answer.FailWith(new IOException("no network"), interruption.Updates)
            : interruption.IsAt(InterruptionKind.CancelInModel, number) ? answer.After(CancelAsync)
            : answer;
    }

    private async Task CancelAsync(CancellationToken cancellationToken)
    {
        await _caller.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private string RunTool(string name, string callId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var interruption = _talk!.Interruption;
        var number = _tools++;
        var isStubborn = interruption.IsAt(InterruptionKind.CancelInStubbornTool, number);
        if (isStubborn || interruption.IsAt(InterruptionKind.CancelInTool, number))
        {
            _caller.Cancel();
        }

        if (!isStubborn || name == ConversationTools.Fail)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (name == ConversationTools.Fail)
        {
            throw new InvalidOperationException("This tool always fails.");
        }

        _current.Session.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
        return ConversationTools.ResultOf(callId);
    }

    /// <summary>The state that the turn has set, as the model has it.</summary>
    private Dictionary<string, string> SetInTurn(PlannedTurn talk, ExpectedTurn expected)
    {
        var set = new Dictionary<string, string>();
        if (talk.Marks)
        {
            set[nameof(Mark)] = Json($"inside {talk.Word}");
        }

        if (expected.ToolsDone > 0)
        {
            var before = _current.Model.Visible(_model.State).GetValueOrDefault(nameof(Tally));
            set[nameof(Tally)] = Json((before is null ? 0 : Count(before)) + expected.ToolsDone);
        }

        return set;
    }

    /// <summary>The words of the user in a turn's first request are those of the history, as far as the view goes back, and the new ones.</summary>
    private void CompareRequest(int asked, List<ChatMessage> input)
    {
        if (_checker.Log.Requests.Skip(asked).FirstOrDefault() is not { } request || _plan.View == PlannedView.Reducer)
        {
            return;
        }

        List<string> said = [.. _model.UserTexts, .. input.SelectMany(ModelSession.TextsOfUser)];
        var sent = request.Messages.SelectMany(ModelSession.TextsOfUser).ToList();
        Same("words of the user in the request", string.Join(", ", _plan.View == PlannedView.Everything ? said : said.TakeLast(sent.Count)), string.Join(", ", sent));
    }

    private async Task CompareAsync()
    {
        _checker.Log.AssertValid();
        _client.Log.AssertValid();
        if (!IsUpToDate)
        {
            return;
        }

        await CompareAsync(_current.Session, _current.Model.Visible(_model.State));
    }

    /// <summary>Compares the session as another object finds it: in the store, or in what was serialized.</summary>
    private async Task CompareElsewhereAsync()
    {
        if (_store is not null)
        {
            await CompareAsync(await _agent.GetSessionAsync(Id), _model.State);
        }
        else
        {
            await CompareAsync(await _agent.DeserializeSessionAsync(await _agent.SerializeSessionAsync(_current.Session)), _current.Model.Visible(_model.State));
        }
    }

    private async Task CompareAsync(AgentSession session, Dictionary<string, string> state)
    {
        var picture = await SessionPicture.TakeAsync(_agent, session);
        Same("history", string.Join("\n", _model.Turns.Skip(1)), string.Join("\n", picture.Turns));
        Same("state", Text(state), Text(picture.State));
        Same("mark", state.GetValueOrDefault(nameof(Mark)), session.State.TryGet<Mark>(out var mark) ? Json(mark.Text) : null);
        Same("tally", state.GetValueOrDefault(nameof(Tally)), session.State.TryGet<Tally>(out var tally) ? Json(tally.Count) : null);
        Same("revision", _model.Revision, session.Revision);
    }

    private static void Same<T>(string what, T expected, T actual) =>
        Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"The {what} is to be:\n{expected}\nand is:\n{actual}");

    private static string Text(IReadOnlyDictionary<string, string> state) =>
        string.Join(", ", state.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"));

    private HistoryView View() => _plan.View switch
    {
        PlannedView.Turns => new HistoryView { MaxTurns = _plan.Limit },
        PlannedView.Messages => new HistoryView { MaxMessages = _plan.Limit * 2 },
        PlannedView.Tokens => new HistoryView { MaxTokens = _plan.Limit * 40 },
        PlannedView.Reducer => new HistoryView { Reducer = new FirstAndLatest(_plan.Limit * 2) },
        _ => new HistoryView(),
    };

    private static FunctionCallContent Call(ScriptedCall call) => new(call.Id, call.Tool, new Dictionary<string, object?> { ["id"] = call.Id });

    private static string Json(string mark) => JsonSerializer.Serialize(new Mark { Text = mark }, MarkJson.Default.Mark);

    private static string Json(int count) => JsonSerializer.Serialize(new Tally { Count = count }, TallyJson.Default.Tally);

    private static int Count(string tally) => JsonSerializer.Deserialize(tally, TallyJson.Default.Tally)!.Count;

    /// <summary>Sets state in a turn, before the model is asked.</summary>
    private sealed class Marker(ConversationRun run) : AIContextProvider
    {
        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            if (run._talk!.Marks)
            {
                turn.Session!.State.Set(new Mark { Text = $"inside {run._talk.Word}" });
            }

            return default;
        }
    }

    /// <summary>Fails behind an answer.</summary>
    private sealed class Outermost(IChatClient innerClient, ConversationRun run) : DelegatingChatClient(innerClient)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            ThrowIfPlanned();
            return response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                yield return update;
            }

            ThrowIfPlanned();
        }

        private void ThrowIfPlanned()
        {
            if (run._talk!.Interruption.Kind == InterruptionKind.PipelineFails)
            {
                throw new IOException("the pipeline failed");
            }
        }
    }

    /// <summary>Takes the first message of the user and the latest messages: knows nothing of calls and results, as reducers do.</summary>
    private sealed class FirstAndLatest(int count) : IChatReducer
    {
        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
        {
            List<ChatMessage> all = [.. messages];
            var latest = all.TakeLast(count).ToList();
            var first = all.SkipLast(count).FirstOrDefault(message => message.Role == ChatRole.User);
            return Task.FromResult<IEnumerable<ChatMessage>>(first is null ? latest : [first, .. latest]);
        }
    }
}
