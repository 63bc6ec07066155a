using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// What a turn has done so far, step by step: what the model said, and what the tools returned. It is what an interrupted turn
/// can keep, and what a repeated one need not do again.
/// </summary>
/// <remarks>
/// Safe for concurrent use: tools may run in parallel. Calls are told apart as objects: services begin anew with their ids in
/// every answer.
/// </remarks>
/// <param name="input">The caller's messages: the calls that they approve are made before the model is asked.</param>
/// <param name="steps">Where finished steps are recorded, and those of an earlier attempt are found; none for a turn that is not to be repeated.</param>
/// <param name="approvals">Where it is recorded that approved calls were made; none where nothing was approved.</param>
internal sealed class TurnJournal(IReadOnlyList<ChatMessage> input, TurnSteps? steps = null, ApprovedCalls? approvals = null)
{
    private readonly object _gate = new();
    private readonly List<FunctionCallContent> _answered = [.. AnsweredCalls(input)];
    private readonly List<ModelStep> _answers = [];
    private readonly List<ToolStep> _tools = [];
    private readonly List<FunctionResultContent> _told = [];
    private HashSet<FunctionResultContent> _past = [];

    /// <summary>The caller's messages.</summary>
    public IReadOnlyList<ChatMessage> Input => input;

    /// <summary>The call of a tool that the model's call is not known of.</summary>
    public static FunctionCallContent CallOf(string name, AIFunctionArguments arguments) =>
        new($"call_{Guid.NewGuid():N}", name, new Dictionary<string, object?>(arguments, StringComparer.Ordinal));

    /// <summary>Takes note of what the turn begins with: results in it are not of this turn, and calls that it approves are made first.</summary>
    public void BeginTurn(ChatTurnScope turn, IReadOnlyList<ChatMessage> request)
    {
        _past = new HashSet<FunctionResultContent>(ResultsIn(request), ReferenceEqualityComparer.Instance);
        steps?.Expect(turn, _answered);
    }

    /// <summary>Begins a call of the model.</summary>
    /// <param name="turn">The flow of the turn.</param>
    /// <param name="request">What the model is sent: what it is told of its calls counts, whatever the tools returned.</param>
    public ModelStep Begin(ChatTurnScope turn, IReadOnlyList<ChatMessage> request)
    {
        lock (_gate)
        {
            foreach (var result in ResultsIn(request).Where(_past.Add))
            {
                Tell(turn, result);
            }

            var answer = new ModelStep(_gate, [.. _told]);
            _answers.Add(answer);
            return answer;
        }
    }

    /// <summary>The answer that the model gave to this call in an earlier attempt of the turn.</summary>
    public ChatResponse? TakeRecorded(ModelStep answer) => steps?.TakeAnswer(answer.Told);

    /// <summary>Records a whole answer of the model. Its calls are made next.</summary>
    public async ValueTask CompleteAsync(ChatTurnScope turn, ModelStep answer, ChatResponse response, bool isNew)
    {
        answer.Complete(response);

        // An answer that holds results is that of a client which runs tools itself. They need not end in the same way again.
        if (steps is null || ResultsIn(response.Messages).Any())
        {
            return;
        }

        steps.Expect(turn, Calls(response.Messages));
        if (isNew)
        {
            await steps.AddAnswerAsync(response, answer.Told).ConfigureAwait(false);
        }
    }

    /// <summary>Records what is to be found by the next attempt of a turn that does not complete.</summary>
    public ValueTask EndUncommittedAsync() => steps is null ? default : steps.RecordAnswerAsync();

    /// <summary>Begins a call of a tool.</summary>
    /// <param name="turn">The flow of the turn.</param>
    /// <param name="name">The tool.</param>
    /// <param name="call">The model's call; where it is not known, it is found by name and arguments.</param>
    /// <param name="arguments">The arguments.</param>
    public ToolStep Begin(ChatTurnScope turn, string name, FunctionCallContent? call, AIFunctionArguments arguments)
    {
        lock (_gate)
        {
            call = call is null ? FindCall(name, arguments) ?? CallOf(name, arguments) : FindCall(call) ?? call;
            var tool = new ToolStep(turn, call, steps is null ? 0 : _tools.Count(tool => AreEqual(tool.Call, call)));
            _tools.Add(tool);
            return tool;
        }
    }

    /// <summary>Runs a tool and records what it returns, or finds what it returned in an earlier attempt of the turn.</summary>
    public async ValueTask<object?> RunAsync(ToolStep tool, Func<CancellationToken, ValueTask<object?>> invoke, CancellationToken cancellationToken)
    {
        if (steps?.TryTakeResult(tool, out var recorded) == true)
        {
            Complete(tool, recorded);
            return recorded;
        }

        if (steps?.TryTakeBegun(tool.Call) == true)
        {
            Complete(tool, ClosingResult.Unknown);
            return ClosingResult.Unknown;
        }

        await BeginAsync(tool).ConfigureAwait(false);
        object? result;
        try
        {
            result = await invoke(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailAsync(tool, exception).ConfigureAwait(false);
            throw;
        }

        await EndAsync(tool, result).ConfigureAwait(false);
        return result;
    }

    /// <summary>The tokens that the model's answers used, as far as they told it.</summary>
    public UsageDetails? ToUsage()
    {
        lock (_gate)
        {
            UsageDetails? sum = null;
            foreach (var answer in _answers)
            {
                sum = answer.AddUsageTo(sum);
            }

            return sum;
        }
    }

    /// <summary>What there is of the turn's messages: answers, whole or as far as they came, each with the results that its calls have.</summary>
    public IReadOnlyList<ChatMessage> ToMessages()
    {
        lock (_gate)
        {
            var messages = new List<ChatMessage>();
            var placed = new HashSet<ToolStep>();
            AddCalls(messages, _tools.Where(tool => _answered.Contains(tool.Call)), placed);
            foreach (var answer in _answers)
            {
                var said = answer.ToMessages();
                var answered = said.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
                var tools = _tools.Where(tool => tool.IsFinished && Calls(said).Contains(tool.Call)).ToList();
                messages.AddRange(said);
                placed.UnionWith(tools.Where(tool => answered.Contains(tool.Call.CallId)));
                AddResults(messages, tools, placed);
            }

            // What the model asked for below a client that does not show its calls.
            AddCalls(messages, _tools, placed);
            return messages;
        }
    }

    /// <summary>The newest whole answer of a service that keeps the history, if there is one.</summary>
    public ServiceAnswer? ToServiceAnswer()
    {
        lock (_gate)
        {
            if (_answers.FindLast(answer => answer.ConversationId is not null) is not { } newest)
            {
                return null;
            }

            List<ChatMessage> said = [.. newest.ToMessages()];
            AddResults(said, _tools.Where(tool => tool.IsFinished && Calls(said).Contains(tool.Call)).ToList(), []);
            return new ServiceAnswer(newest.ConversationId!, OpenCalls.After(said));
        }
    }

    /// <summary>The results of the calls that the caller approved or rejected.</summary>
    public IReadOnlyList<ChatMessage> ToAnsweredResults()
    {
        lock (_gate)
        {
            var results = new List<ChatMessage>();
            AddResults(results, _tools.Where(tool => tool.IsFinished && _answered.Contains(tool.Call)), []);
            return results;
        }
    }

    private static IEnumerable<FunctionCallContent> AnsweredCalls(IReadOnlyList<ChatMessage> input)
    {
        for (var i = 0; i < input.Count; i++)
        {
            foreach (var content in input[i].Contents)
            {
                if (content is ToolApprovalResponseContent { ToolCall: FunctionCallContent call })
                {
                    yield return call;
                }
            }
        }
    }

    /// <summary>Adds tools that no answer of this turn called, each with its call.</summary>
    private static void AddCalls(List<ChatMessage> messages, IEnumerable<ToolStep> tools, HashSet<ToolStep> placed)
    {
        foreach (var tool in tools.Where(tool => tool.IsFinished && !placed.Contains(tool)))
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, [tool.Call]));
            AddResults(messages, [tool], placed);
        }
    }

    private static void AddResults(List<ChatMessage> messages, IEnumerable<ToolStep> tools, HashSet<ToolStep> placed)
    {
        List<AIContent> results = [.. tools.Where(placed.Add).Select(tool => new FunctionResultContent(tool.Call.CallId, tool.Result))];
        if (results.Count > 0)
        {
            messages.Add(new ChatMessage(ChatRole.Tool, results));
        }
    }

    /// <summary>
    /// The call of the newest answer, or else of an answered request, that has the name and the arguments, and that no tool answers
    /// yet: a client of another kind does not say which call it runs a tool for.
    /// </summary>
    private FunctionCallContent? FindCall(string name, AIFunctionArguments arguments) =>
        FindOpen(call => string.Equals(call.Name, name, StringComparison.Ordinal) && CallArguments.AreEqual(call.Arguments, arguments));

    /// <summary>The call as it was made here: clients may be given copies.</summary>
    private FunctionCallContent? FindCall(FunctionCallContent given) =>
        FindOpen(call => call == given) ?? FindOpen(call => call.CallId == given.CallId && AreEqual(call, given));

    private FunctionCallContent? FindOpen(Func<FunctionCallContent, bool> matches)
    {
        for (var i = _answers.Count - 1; i >= 0; i--)
        {
            if (Calls(_answers[i].ToMessages()).FirstOrDefault(call => matches(call) && IsOpen(call)) is { } found)
            {
                return found;
            }
        }

        return _answered.Find(call => matches(call) && IsOpen(call));

        bool IsOpen(FunctionCallContent call) => _tools.TrueForAll(tool => tool.Call != call);
    }

    private async ValueTask BeginAsync(ToolStep tool)
    {
        if (IsApproved(tool))
        {
            await approvals!.BeginAsync(tool.Call).ConfigureAwait(false);
        }

        if (steps is not null)
        {
            await steps.BeginAsync(tool).ConfigureAwait(false);
        }
    }

    private async ValueTask EndAsync(ToolStep tool, object? result)
    {
        Complete(tool, result);
        if (steps is not null)
        {
            await steps.EndAsync(tool, result).ConfigureAwait(false);
        }

        if (IsApproved(tool))
        {
            await approvals!.EndAsync(tool.Call, result).ConfigureAwait(false);
        }
    }

    private async ValueTask FailAsync(ToolStep tool, Exception exception)
    {
        if (steps is not null)
        {
            await steps.FailAsync().ConfigureAwait(false);
        }

        // Of what was cancelled it is not known how far it came.
        if (exception is not OperationCanceledException)
        {
            Complete(tool, ClosingResult.Failed);
            if (IsApproved(tool))
            {
                await approvals!.EndAsync(tool.Call, ClosingResult.Failed).ConfigureAwait(false);
            }
        }
    }

    private bool IsApproved(ToolStep tool) => approvals?.Covers(tool.Call) == true;

    private void Complete(ToolStep tool, object? result)
    {
        lock (_gate)
        {
            tool.Complete(result);
        }
    }

    /// <summary>Takes note of what the model is told of a call: of the first with this id that it was told nothing of.</summary>
    private void Tell(ChatTurnScope turn, FunctionResultContent result)
    {
        _told.Add(result);
        var call = _answered.Concat(_answers.SelectMany(answer => Calls(answer.ToMessages())))
            .FirstOrDefault(call => call.CallId == result.CallId && !_tools.Exists(tool => tool.IsTold && tool.Call == call));
        if (call is null)
        {
            return;
        }

        var tool = _tools.Find(tool => tool.Call == call);
        if (tool is null)
        {
            tool = new ToolStep(turn, call);
            _tools.Add(tool);
        }

        tool.Tell(result.Result);
    }

    private static bool AreEqual(FunctionCallContent left, FunctionCallContent right) =>
        string.Equals(left.Name, right.Name, StringComparison.Ordinal) && CallArguments.AreEqual(left.Arguments, right.Arguments);

    private static IEnumerable<FunctionResultContent> ResultsIn(IEnumerable<ChatMessage> messages) =>
        messages.SelectMany(message => message?.Contents ?? []).OfType<FunctionResultContent>();

    private static IEnumerable<FunctionCallContent> Calls(IEnumerable<ChatMessage> messages) =>
        messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>();
}
