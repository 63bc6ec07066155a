using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Does random things to sessions with branches, and compares all that can be read of them with what they have to be.</summary>
public sealed class BranchRun
{
#pragma warning disable CA5394 // Not for security: the same seed has to give the same run.
    private readonly Random _random;
    private readonly SessionStore? _store;
    private readonly ChatClientAgent _agent;
    private readonly ScriptedModel _model = new();
    private readonly List<(AgentSession Session, BranchModel Model)> _sessions = [];
    private int _marks;
    private int _names;

    public BranchRun(int seed, SessionStore? store)
    {
        _random = new Random(seed);
        _store = store;
        var marker = new Hook("marker", before: (turn, _) =>
        {
            turn.Session!.State.Set(new Mark { Text = $"mark {++_marks}" });
            return default;
        });
        _agent = _model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, ContextProviders = [marker] });
    }

    /// <summary>What was done, for whoever looks for what went wrong.</summary>
    public List<string> Done { get; } = [];

    public async Task RunAsync(int steps)
    {
        _sessions.Add((await _agent.GetSessionAsync("s0"), new BranchModel()));
        for (var i = 0; i < steps; i++)
        {
            var at = _random.Next(_sessions.Count);
            await DoAsync(at);
            await CompareAsync(at);
        }

        for (var i = 0; i < _sessions.Count; i++)
        {
            await CompareAsync(i);
        }
    }

    private Task DoAsync(int at) => _random.Next(14) switch
    {
        <= 3 => TalkAsync(at, $"question {Done.Count}", new AgentRunOptions()),
        4 => TalkAsync(at, "keyed", new AgentRunOptions { TurnKey = $"key {_random.Next(2)}" }),
        5 => EditAsync(at),
        6 => RegenerateAsync(at),
        7 or 8 => MoveAsync(at, isSwitch: false),
        9 or 10 => MoveAsync(at, isSwitch: true),
        11 => ForkAsync(at),
        12 => DeleteAsync(at),
        _ => ReloadAsync(at),
    };

    private async Task TalkAsync(int at, string question, AgentRunOptions options)
    {
        var (session, model) = _sessions[at];
        Done.Add($"{session.Id}: {question} {options.TurnKey} in place of {options.ReplacesTurn}");
        var parent = options.ReplacesTurn is { } replaced ? model[replaced].Parent : model.Current;
        await AnswerAsync(model, parent, question, options.TurnKey, () => _agent.RunAsync(question, session, options));
    }

    private async Task EditAsync(int at)
    {
        var number = AnyTurn(at);
        var (session, model) = _sessions[at];
        if (number != 0 && model.IsPresent(number))
        {
            await TalkAsync(at, $"edit {Done.Count}", new AgentRunOptions { ReplacesTurn = number });
            return;
        }

        Done.Add($"{session.Id}: edit {number}, which is not there");
        await RequireAsync<ArgumentOutOfRangeException>(() => _agent.RunAsync("edit", session, new AgentRunOptions { ReplacesTurn = number }));
    }

    private async Task RegenerateAsync(int at)
    {
        var (session, model) = _sessions[at];
        Done.Add($"{session.Id}: regenerate");
        if (model.Current == 0)
        {
            await RequireAsync<InvalidOperationException>(() => _agent.RegenerateAsync(session));
            return;
        }

        var last = model[model.Current];
        await AnswerAsync(model, last.Parent, last.Question, turnKey: null, () => _agent.RegenerateAsync(session));
    }

    private async Task MoveAsync(int at, bool isSwitch)
    {
        var number = AnyTurn(at);
        var (session, model) = _sessions[at];
        Done.Add($"{session.Id}: {(isSwitch ? "switch" : "rewind")} to {number}");
        Func<Task> move = async () => await (isSwitch ? _agent.SwitchBranchAsync(session, number) : _agent.RewindSessionAsync(session, number));
        if (isSwitch ? model.Has(number) : model.IsPresent(number))
        {
            await move();
            model.MoveTo(number);
            return;
        }

        await RequireAsync<ArgumentOutOfRangeException>(move);
    }

    private async Task ForkAsync(int at)
    {
        var number = AnyTurn(at);
        var (session, model) = _sessions[at];
        Done.Add($"{session.Id}: fork at {number}");
        if (model.IsPresent(number))
        {
            _sessions.Add((await _agent.ForkSessionAsync(session, number, $"s{++_names}"), model.Fork(number)));
            return;
        }

        await RequireAsync<ArgumentOutOfRangeException>(async () => await _agent.ForkSessionAsync(session, number, "not made"));
    }

    private async Task DeleteAsync(int at)
    {
        if (_store is not null && _random.Next(3) == 0)
        {
            var key = _sessions[at].Session.Key;
            Done.Add($"{key}: delete");
            await _agent.DeleteSessionAsync(key);
            _sessions[at] = (await _agent.GetSessionAsync(key), new BranchModel());
        }
    }

    private async Task ReloadAsync(int at)
    {
        if (_store is not null)
        {
            var (session, model) = _sessions[at];
            Done.Add($"{session.Id}: reload");
            _sessions[at] = (await _agent.GetSessionAsync(session.Key), model);
        }
    }

    /// <summary>Runs a turn, or has the reply again that its key has, and compares the request with what comes before the turn.</summary>
    private async Task AnswerAsync(BranchModel model, long parent, string question, string? turnKey, Func<Task<AgentResponse>> run)
    {
        var asked = _model.Log.Requests.Count;
        if (turnKey is not null && model.Replies.TryGetValue(turnKey, out var reply))
        {
            Same("reply", reply, (await run()).Text);
            Same("requests", asked, _model.Log.Requests.Count);
            return;
        }

        var before = new TurnQuery { ThroughTurn = parent };
        var history = parent == 0 ? [] : model.Read(before).SelectMany(turn => new[] { $"user: {turn.Question}", $"assistant: {turn.Answer}" });
        var answer = (await run()).Text;
        Same("request", string.Join(" | ", history.Append($"user: {question}")), string.Join(" | ", _model.Log.Last.Texts));
        model.Append(parent, question, answer, $"mark {_marks}");
        if (turnKey is not null)
        {
            model.Replies.Add(turnKey, answer);
        }
    }

    private async Task CompareAsync(int at)
    {
        var (session, model) = _sessions[at];
        Same("current turn", model.Current, session.CurrentTurn);
        Same("state", model.State, session.State.TryGet<Mark>(out var mark) ? mark.Text : "");
        foreach (var query in new[] { new TurnQuery(), new TurnQuery { AllBranches = true }, AnyQuery(at), AnyQuery(at) })
        {
            var read = new List<string>();
            await foreach (var turn in _agent.ReadTurnsAsync(session, query))
            {
                read.Add($"{turn.Record.Number} after {turn.Record.ParentTurn}: {string.Join(" - ", turn.Messages.Select(message => message.Text))}");
            }

            Same($"{query}", string.Join(" | ", model.Read(query).Select(turn => $"{turn.Number} after {turn.Parent}: {turn.Question} - {turn.Answer}")), string.Join(" | ", read));
        }

        if (_store is not null && await _store.LoadAsync(session.Key) is not null)
        {
            var listed = await _agent.ListSessionsAsync().FirstAsync(summary => summary.Key == session.Key);
            Same("count of turns", model.Present.Count, (int)listed.TurnCount);
        }
    }

    private long AnyTurn(int at) => _random.Next((int)_sessions[at].Model.Last + 3);

    private TurnQuery AnyQuery(int at) => new()
    {
        AfterTurn = _random.Next(2) == 0 ? 0 : AnyTurn(at),
        ThroughTurn = _random.Next(2) == 0 ? null : AnyTurn(at),
        MaxCount = _random.Next(2) == 0 ? null : _random.Next(1, 4),
        NewestFirst = _random.Next(2) == 0,
        AllBranches = _random.Next(2) == 0,
    };
#pragma warning restore CA5394

    private static async Task RequireAsync<TException>(Func<Task> operation)
        where TException : Exception
    {
        try
        {
            await operation();
        }
        catch (TException)
        {
            return;
        }

        throw new CheckFailedException($"There was to be an {typeof(TException).Name}.");
    }

    private static void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CheckFailedException($"{what}:\n  expected {expected}\n  was      {actual}");
        }
    }
}
