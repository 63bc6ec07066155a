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
internal sealed class TurnJournal(IReadOnlyList<ChatMessage> input, TurnSteps? steps = null)
{
    private readonly object _gate = new();
    private readonly List<FunctionCallContent> _approved = [.. ApprovedCalls(input)];
    private readonly List<ModelStep> _answers = [];
    private readonly List<ToolStep> _tools = [];

    /// <summary>The answer that the model gave to this call in an earlier attempt of the turn.</summary>
    public ChatResponse? NextRecordedAnswer() => steps?.NextAnswer();

    /// <summary>Begins a call of the model.</summary>
    public ModelStep Begin()
    {
        var answer = new ModelStep(_gate);
        lock (_gate)
        {
            _answers.Add(answer);
        }

        return answer;
    }

    /// <summary>Records a whole answer of the model.</summary>
    public async ValueTask CompleteAsync(ModelStep answer, ChatResponse response, bool isNew)
    {
        answer.Complete(response);
        if (isNew && steps is not null)
        {
            await steps.AppendAsync(response).ConfigureAwait(false);
        }
    }

    /// <summary>Begins a call of a tool, and finds the model's call that it answers.</summary>
    public ToolStep Begin(string name, AIFunctionArguments arguments)
    {
        lock (_gate)
        {
            var tool = new ToolStep(FindCall(name, arguments) ?? new FunctionCallContent($"call_{Guid.NewGuid():N}", name, new Dictionary<string, object?>(arguments, StringComparer.Ordinal)));
            _tools.Add(tool);
            return tool;
        }
    }

    /// <summary>Finds the result that the same call had in an earlier attempt of the turn.</summary>
    public bool TryGetRecorded(ToolStep tool, out object? result)
    {
        result = null;
        if (steps is null || !steps.TryTakeResult(tool.Call, out result))
        {
            return false;
        }

        lock (_gate)
        {
            tool.Complete(result);
        }

        return true;
    }

    /// <summary>Records the result of a tool.</summary>
    public async ValueTask CompleteAsync(ToolStep tool, object? result)
    {
        lock (_gate)
        {
            tool.Complete(result);
        }

        if (steps is not null)
        {
            await steps.AppendAsync(tool.Call, result).ConfigureAwait(false);
        }
    }

    /// <summary>The tokens that the model's answers used, as far as they told it.</summary>
    public UsageDetails? ToUsage()
    {
        lock (_gate)
        {
            UsageDetails? sum = null;
            foreach (var answer in _answers)
            {
                answer.AddUsageTo(ref sum);
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
            AddCalls(messages, _tools.Where(tool => _approved.Contains(tool.Call)), placed);
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

    /// <summary>The results of the tools that the caller approved.</summary>
    public IReadOnlyList<ChatMessage> ToApprovedResults()
    {
        lock (_gate)
        {
            var results = new List<ChatMessage>();
            AddResults(results, _tools.Where(tool => tool.IsFinished && _approved.Contains(tool.Call)), []);
            return results;
        }
    }

    private static IEnumerable<FunctionCallContent> ApprovedCalls(IReadOnlyList<ChatMessage> input)
    {
        for (var i = 0; i < input.Count; i++)
        {
            foreach (var content in input[i].Contents)
            {
                if (content is ToolApprovalResponseContent { Approved: true, ToolCall: FunctionCallContent call })
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
    /// The call of the newest answer, or else of an approval, that has the name and the arguments, and that no tool answers yet. A
    /// tool is not told which call it is run for.
    /// </summary>
    private FunctionCallContent? FindCall(string name, AIFunctionArguments arguments)
    {
        for (var i = _answers.Count - 1; i >= 0; i--)
        {
            if (Calls(_answers[i].ToMessages()).FirstOrDefault(IsOpen) is { } call)
            {
                return call;
            }
        }

        return _approved.Find(IsOpen);

        bool IsOpen(FunctionCallContent call) =>
            string.Equals(call.Name, name, StringComparison.Ordinal)
            && _tools.TrueForAll(tool => tool.Call != call)
            && CallArguments.AreEqual(call.Arguments, arguments);
    }

    private static IEnumerable<FunctionCallContent> Calls(IEnumerable<ChatMessage> messages) =>
        messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>();
}
