using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>How a turn ends for its caller.</summary>
public enum TurnEnd
{
    Answered,
    Failed,
    Cancelled,
    Abandoned,
}

/// <summary>What has to become of a turn, by the rules of the documentation, thought through step by step without the product.</summary>
public sealed class ExpectedTurn
{
    private readonly PlannedTurn _talk;
    private readonly bool _mayAsk;

    /// <summary>What was done until the turn ended: answers as far as they came, each with the results that its calls have.</summary>
    private readonly List<ChatMessage> _done = [];

    /// <summary>The calls that the user rejected, until the model is told so.</summary>
    private readonly List<ScriptedCall> _rejected = [];

    private int _updates;
    private int _tools;
    private bool _isCancelled;

    /// <summary>Thinks a turn through.</summary>
    /// <param name="talk">The turn.</param>
    /// <param name="decided">The calls that the user decided on, and what.</param>
    /// <param name="mayAsk">Whether there is a tool that requires approval: a client holds calls back until it knows whether one does.</param>
    public ExpectedTurn(PlannedTurn talk, IReadOnlyList<(ScriptedCall Call, bool IsApproved)> decided, bool mayAsk)
    {
        _talk = talk;
        _mayAsk = mayAsk;
        try
        {
            Settle(decided);
            Answer();
            if (talk.Interruption.Kind == InterruptionKind.PipelineFails)
            {
                throw new StoppedException(TurnEnd.Failed);
            }

            HasAnswer = true;
            ThrowIfCancelled();
        }
        catch (StoppedException stopped)
        {
            End = stopped.End;
        }
    }

    public TurnEnd End { get; }

    /// <summary>Whether the client's answer came whole, though the turn may have been cancelled then.</summary>
    public bool HasAnswer { get; }

    /// <summary>The messages of the whole answer.</summary>
    public List<ChatMessage> Answers { get; } = [];

    /// <summary>What is known of the calls that the user approved and that were begun: what came of them, or that it is not known.</summary>
    public List<(string CallId, string Result)> Known { get; } = [];

    /// <summary>How many tools did what they do.</summary>
    public int ToolsDone { get; private set; }

    /// <summary>Whether the turn is kept, whole or in part.</summary>
    public bool IsKept => End == TurnEnd.Answered || _talk.Interrupted != InterruptedTurns.Discard;

    /// <summary>Whether the state that the turn set is kept.</summary>
    public bool KeepsState => End == TurnEnd.Answered || _talk.Interrupted == InterruptedTurns.KeepPartial;

    /// <summary>What is kept besides the input.</summary>
    public IReadOnlyList<ChatMessage> Kept =>
        End == TurnEnd.Answered ? Answers
        : _talk.Interrupted != InterruptedTurns.KeepPartial ? []
        : HasAnswer ? Answers
        : [.. _done.Where(message => message.Contents.Count > 0)];

    public TurnStatus Status => End switch
    {
        TurnEnd.Answered => TurnStatus.Completed,
        TurnEnd.Failed => TurnStatus.Failed,
        _ => TurnStatus.Interrupted,
    };

    /// <summary>Rejected calls get their result, and approved ones are made, before the model is asked.</summary>
    private void Settle(IReadOnlyList<(ScriptedCall Call, bool IsApproved)> decided)
    {
        if (decided.Count == 0)
        {
            return;
        }

        List<ScriptedCall> rejected = [.. decided.Where(decision => !decision.IsApproved).Select(decision => decision.Call)];
        List<ScriptedCall> approved = [.. decided.Where(decision => decision.IsApproved).Select(decision => decision.Call)];
        var settled = new List<ChatMessage> { Calling([.. rejected, .. approved]) };
        if (rejected.Count > 0)
        {
            settled.Add(new ChatMessage(ChatRole.Tool, [.. rejected.Select(call => new FunctionResultContent(call.Id, ConversationTools.RejectedResult))]));
        }

        Deliver(1 + (rejected.Count > 0 ? 1 : 0));
        if (approved.Count > 0)
        {
            // What was done of it shows only the tools that ran.
            var results = Invoke(approved, call => _done.Add(Calling([call])), (call, result) => Known.Add((call.Id, result)));
            if (_talk.IsStreamed && rejected.Count > 0)
            {
                // Pieces of one message, to the reader of a stream.
                settled[^1] = new ChatMessage(ChatRole.Tool, [.. settled[^1].Contents, .. results.Contents]);
            }
            else
            {
                settled.Add(results);
            }
        }

        Answers.AddRange(settled);
        _rejected.AddRange(rejected);
        Deliver(approved.Count > 0 ? 1 : 0);
    }

    private void Answer()
    {
        for (var request = 0; ; request++)
        {
            var answer = _talk.Answers[request];
            Ask(answer, request);
            var asks = _mayAsk && answer.Calls.Any(call => call.Tool == ConversationTools.Pay);
            Answers.Add(new ChatMessage(ChatRole.Assistant, [.. Text(answer.Words), .. answer.Calls.Select(call => asks ? Request(call) : (AIContent)Call(call))]));
            if (answer.Calls.Count == 0 || asks)
            {
                return;
            }

            Answers.Add(Invoke(answer.Calls, _ => { }, (_, _) => { }));
            Deliver(1);
        }
    }

    private void Ask(ScriptedAnswer answer, int request)
    {
        foreach (var call in _rejected)
        {
            _done.Add(Calling([call]));
            _done.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.Id, ConversationTools.RejectedResult)]));
        }

        _rejected.Clear();
        ThrowIfCancelled();
        if (_talk.Interruption.IsAt(InterruptionKind.CancelInModel, request))
        {
            throw new StoppedException(TurnEnd.Cancelled);
        }

        var fails = _talk.Interruption.IsAt(InterruptionKind.ModelFails, request);
        if (_talk.IsStreamed)
        {
            Stream(answer, fails ? _talk.Interruption.Updates : null);
            return;
        }

        if (fails)
        {
            throw new StoppedException(TurnEnd.Failed);
        }

        _done.Add(new ChatMessage(ChatRole.Assistant, [.. Text(answer.Words), .. answer.Calls.Select(Call)]));
    }

    /// <summary>
    /// The model says its words one by one, and then makes its calls. The reader gets the words as they come, and the calls when
    /// the answer is whole or one of them has to be approved; calls that the reader got as requests for approval are done as such.
    /// </summary>
    private void Stream(ScriptedAnswer answer, int? failsAfter)
    {
        var (said, given, asks) = (0, 0, false);
        var message = new ChatMessage(ChatRole.Assistant, []);
        _done.Add(message);
        while (said < answer.Words.Count + answer.Calls.Count)
        {
            ThrowIfCancelled();
            if (said == failsAfter)
            {
                throw new StoppedException(TurnEnd.Failed);
            }

            said++;
            Show();
            var calls = answer.Calls.Take(said - answer.Words.Count).ToList();
            asks |= _mayAsk && calls.Exists(call => call.Tool == ConversationTools.Pay);
            if (asks || calls.Count == 0)
            {
                Give();
            }
        }

        if (failsAfter is not null)
        {
            throw new StoppedException(TurnEnd.Failed);
        }

        Give();

        void Give()
        {
            while (given < said)
            {
                given++;
                Show();
                Deliver(1);
            }
        }

        void Show() => message.Contents =
        [
            .. Text(answer.Words.Take(said), isPart: said < answer.Words.Count),
            .. answer.Calls.Take(said - answer.Words.Count).Select((call, i) => asks && i < given - answer.Words.Count ? Request(call) : (AIContent)Call(call)),
        ];
    }

    /// <summary>Runs tools one after the other.</summary>
    private ChatMessage Invoke(IReadOnlyList<ScriptedCall> calls, Action<ScriptedCall> onDone, Action<ScriptedCall, string> onKnown)
    {
        var results = new List<AIContent>();
        var done = default(ChatMessage);
        foreach (var call in calls)
        {
            ThrowIfCancelled();
            var number = _tools++;
            onKnown(call, ConversationTools.UnknownResult);
            if (_talk.Interruption.IsAt(InterruptionKind.CancelInTool, number))
            {
                throw new StoppedException(TurnEnd.Cancelled);
            }

            _isCancelled |= _talk.Interruption.IsAt(InterruptionKind.CancelInStubbornTool, number);
            if (call.Tool == ConversationTools.Fail)
            {
                ThrowIfCancelled();
                Finish(call, ConversationTools.FailedResult);
                continue;
            }

            ToolsDone++;
            Finish(call, ConversationTools.ResultOf(call.Id));
        }

        return new ChatMessage(ChatRole.Tool, results);

        void Finish(ScriptedCall call, string result)
        {
            results.Add(new FunctionResultContent(call.Id, result));
            onKnown(call, result);
            onDone(call);
            if (done is null || _done[^1] != done)
            {
                _done.Add(done = new ChatMessage(ChatRole.Tool, []));
            }

            done.Contents.Add(results[^1]);
        }
    }

    private void Deliver(int updates)
    {
        for (; _talk.IsStreamed && updates > 0; updates--)
        {
            _updates++;
            if (_talk.Interruption.IsAt(InterruptionKind.ReaderLeaves, _updates))
            {
                throw new StoppedException(TurnEnd.Abandoned);
            }

            _isCancelled |= _talk.Interruption.IsAt(InterruptionKind.CancelInReader, _updates);
        }
    }

    private void ThrowIfCancelled()
    {
        if (_isCancelled)
        {
            throw new StoppedException(TurnEnd.Cancelled);
        }
    }

    private static ChatMessage Calling(IEnumerable<ScriptedCall> calls) => new(ChatRole.Assistant, [.. calls.Select(Call)]);

    private static AIContent Call(ScriptedCall call) => new FunctionCallContent(call.Id, call.Tool);

    private static ToolApprovalRequestContent Request(ScriptedCall call) => new ToolApprovalRequestContent("ficc_" + call.Id, new FunctionCallContent(call.Id, call.Tool));

    private static IEnumerable<AIContent> Text(IEnumerable<string> words, bool isPart = false) =>
        string.Join(' ', words) is { Length: > 0 } text ? [new TextContent(isPart ? text + " " : text)] : [];

    private sealed class StoppedException(TurnEnd end) : Exception
    {
        public TurnEnd End => end;
    }
}
