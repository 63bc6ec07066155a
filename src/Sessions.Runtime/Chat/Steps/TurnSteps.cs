using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// The finished steps of a turn with a key: recorded as they finish, and found when the turn is run again, so that a tool that has
/// run does not run twice.
/// </summary>
/// <remarks>
/// Safe for concurrent use. A result is recorded, with what the tool changed in the session's state, before anybody is told it. Tools
/// that run at the same time share one record, made when the last of them ends: what each of them changed could not be told apart.
/// Records are made in the order that the tools ran in, as what a tool changed may be built on what one before it did. In that order
/// changes come back, those of an answer's tools before any of them runs.
/// The model's answer is recorded with the tools that it called. The last answer is not, as it is committed with the turn; where it is
/// not committed, it is recorded then.
/// </remarks>
internal sealed class TurnSteps
{
    private readonly StepSequence _sequence;
    private readonly KeyedInput _input;
    private readonly DateTimeOffset? _sessionCreatedAt;
    private readonly ILogger _logger;
    private readonly List<(string AnswersTo, ChatResponse Answer)> _answers = [];
    private readonly RecordedCalls<(object? Result, RecordedChanges Changes)> _results = new();
    private readonly RecordedCalls<FunctionCallContent> _begun = new();
    private readonly List<RecordedChanges> _changes = [];
    private int _running;
    private ToolBatch? _batch;
    private Task _lastRecord = Task.CompletedTask;

    // Of no use but to the next attempt, so that it can wait for the next step.
    private StepJson? _unrecorded;

    private TurnSteps(StepSequence sequence, KeyedInput input, DateTimeOffset? sessionCreatedAt, ILogger logger)
    {
        _sessionCreatedAt = sessionCreatedAt;
        _sequence = sequence;
        _input = input;
        _logger = logger;
    }

    /// <summary>Whether it is recorded that a tool begins, so that it is known of one whose end was not recorded.</summary>
    public bool RecordsBeginnings { get; private init; }

    /// <summary>Reads the steps that an earlier attempt finished.</summary>
    /// <param name="run">The run.</param>
    /// <param name="input">The turn's key and input.</param>
    /// <param name="stored">The steps, if they are read already.</param>
    /// <exception cref="ArgumentException">The earlier attempt had another input.</exception>
    public static async ValueTask<TurnSteps> ReadAsync(ChatRun run, KeyedInput input, IReadOnlyList<StoredStep>? stored)
    {
        stored ??= await run.Steps.ReadAsync(input.Key.Value, run.Token).ConfigureAwait(false);
        var sequence = new StepSequence(run.Steps, input.Key.Value, run.Session, run.Agent.TimeProvider, stored.Count == 0 ? 0 : stored[^1].Ordinal);
        var steps = new TurnSteps(sequence, input, run.Session?.StoredCreatedAt, run.Agent.Logger) { RecordsBeginnings = run.Options?.UnfinishedTools == UnfinishedTools.ReportUnknown };
        foreach (var found in stored)
        {
            var step = StepJson.Read(found.Json, run.Session?.Key, input.Key.Value);
            if (run.Session?.IsOf(step) != false)
            {
                input.ThrowIfOther(step.InputHash);
                steps.Add(step, repeatsAnswers: run.Attempt == 1);
            }
        }

        return steps;
    }

    /// <summary>Takes the answer that the model gave in the earlier attempt, if it was told the same results before it.</summary>
    public ChatResponse? TakeAnswer(IReadOnlyList<FunctionResultContent> told)
    {
        lock (_answers)
        {
            if (_answers.Count == 0)
            {
                return null;
            }

            var index = TryHash(told) is { } answersTo ? _answers.FindIndex(answer => answer.AnswersTo == answersTo) : -1;
            if (index < 0)
            {
                return null;
            }

            var found = _answers[index].Answer;
            _answers.RemoveAt(index);
            return found;
        }
    }

    /// <summary>
    /// Takes note of calls that are about to be made: what those of their tools changed that are finished is changed again first, so that
    /// the others find it, in whichever order they are made now.
    /// </summary>
    /// <param name="turn">The flow of the turn.</param>
    /// <param name="calls">The calls, as they will be made.</param>
    public void Expect(ChatTurnScope turn, IEnumerable<FunctionCallContent> calls)
    {
        lock (_answers)
        {
            if (_changes.Count == 0)
            {
                return;
            }

            List<FunctionCallContent> all = [.. calls];
            foreach (var (_, changes) in _results.Pair(all))
            {
                changes.AreDue = true;
            }

            _ = _begun.Pair([.. all.Where(call => !_results.IsPaired(call))]);
            RepeatState(turn);
        }
    }

    /// <summary>Takes the result that a call had in the earlier attempt: of the very call, or of an equal one.</summary>
    /// <param name="call">The call: what its tool changed in the state is changed again.</param>
    /// <param name="result">The result.</param>
    public bool TryTakeResult(ToolStep call, out object? result)
    {
        lock (_answers)
        {
            if (!_results.TryTake(call.Call, out var found))
            {
                result = null;
                return false;
            }

            found.Changes.AreDue = true;
            RepeatState(call.Turn);
            NoteSuperseded(call, found.Changes.Left);
            result = found.Result;
            return true;
        }
    }

    /// <summary>Whether the call was begun in the earlier attempt, and its end was not recorded.</summary>
    public bool TryTakeBegun(FunctionCallContent call)
    {
        lock (_answers)
        {
            return RecordsBeginnings && _begun.TryTake(call, out _);
        }
    }

    /// <summary>Takes an answer of the model, to be recorded with the next step. One that is waiting for that already is recorded.</summary>
    public async ValueTask AddAnswerAsync(ChatResponse answer, IReadOnlyList<FunctionResultContent> told)
    {
        await RecordAnswerAsync().ConfigureAwait(false);
        try
        {
            var step = NewStep() with { AnswerJson = StepJson.WriteAnswer(answer), AnswersTo = Convert.FromHexString(HashOf(told)) };
            _ = Interlocked.Exchange(ref _unrecorded, step);
        }
        catch (Exception exception)
        {
            _logger.StepNotRecorded(exception, _input.Key.Value);
        }
    }

    /// <summary>Records the answer that no step has been recorded after, if there is one.</summary>
    public async ValueTask RecordAnswerAsync()
    {
        if (Interlocked.Exchange(ref _unrecorded, null) is { } answer)
        {
            _ = await TryAppendAsync(() => answer).ConfigureAwait(false);
        }
    }

    /// <summary>Takes note that a tool is about to run.</summary>
    public async ValueTask BeginAsync(ToolStep tool)
    {
        if (RecordsBeginnings)
        {
            // Where this fails the tool does not run: nothing would say that it may have.
            var answer = Interlocked.Exchange(ref _unrecorded, null);
            try
            {
                await _sequence.AppendAsync(((answer ?? NewStep()) with { Begun = tool.Call }).Write()).ConfigureAwait(false);
            }
            catch
            {
                PutBack(answer);
                throw;
            }
        }

        lock (_answers)
        {
            _running++;
            _batch ??= new ToolBatch(tool.Turn);
        }
    }

    /// <summary>Records the result of a tool; those of others that still run, with it.</summary>
    public Task EndAsync(ToolStep tool, object? result) => EndAsync(new ToolResult(tool.Call, new FunctionResultContent(tool.Call.CallId, result)));

    /// <summary>Takes note that a tool has failed: it is not finished, and runs again with the turn.</summary>
    public Task FailAsync() => EndAsync(finished: null);

    private Task EndAsync(ToolResult? finished)
    {
        ToolBatch batch;
        Task before;
        lock (_answers)
        {
            batch = _batch!;
            batch.Add(finished);
            if (--_running > 0)
            {
                return finished is null ? Task.CompletedTask : batch.Recorded;
            }

            _batch = null;
            if (batch.Results.Count == 0)
            {
                return Task.CompletedTask;
            }

            batch.Close();
            before = _lastRecord;
            _lastRecord = batch.Recorded;
        }

        return RecordAsync(batch, before);
    }

    private async Task RecordAsync(ToolBatch batch, Task before)
    {
        // A process that dies between the two leaves the first alone: the second would be of no use without it.
        await before.ConfigureAwait(false);
        var answer = Interlocked.Exchange(ref _unrecorded, null);
        if (!await TryAppendAsync(() => (answer ?? NewStep()) with { Results = batch.Results, State = batch.Changes }).ConfigureAwait(false))
        {
            PutBack(answer);
        }

        batch.Release();
    }

    // What keeps a tool's step from being written need not keep the answer's.
    private void PutBack(StepJson? answer) => Interlocked.CompareExchange(ref _unrecorded, answer, null);

    private StepJson NewStep() => new(_input.Hash) { SessionCreatedAt = _sessionCreatedAt };

    private void Add(StepJson step, bool repeatsAnswers)
    {
        if (repeatsAnswers && step.Answer is not null)
        {
            _answers.Add((Convert.ToHexString(step.AnswersTo), step.Answer));
        }

        if (step.Begun is not null)
        {
            _begun.Add(step.Begun, step.Begun);
        }

        var changes = new RecordedChanges(step.State);
        _changes.Add(changes);
        foreach (var (call, result) in step.Results)
        {
            _results.Add(call, (result.Result, changes));
            _ = _begun.TryTake(call, out _);
        }
    }

    /// <summary>Makes the changes again that are due, in the order that they were made in.</summary>
    private void RepeatState(ChatTurnScope turn)
    {
        foreach (var changes in _changes)
        {
            if (changes.AreDue)
            {
                changes.Repeat(turn);
            }
        }
    }

    private static void NoteSuperseded(ToolStep call, IReadOnlyList<StateStep> changes)
    {
        foreach (var change in changes)
        {
            call.Turn.Turn.Note(new TurnIssue(
                TurnIssueKind.ToolStateSuperseded,
                $"Tool '{call.Call.Name}' had set the state '{change.Key}' in an earlier attempt of the turn, and the state has been changed since. The newer value stays."));
        }
    }

    // Whatever keeps a step from being recorded: it is done. To fail the turn over it would do it again for sure; not to have it
    // recorded does so only after a crash.
    private async ValueTask<bool> TryAppendAsync(Func<StepJson> step)
    {
        try
        {
            await _sequence.AppendAsync(step().Write()).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            _logger.StepNotRecorded(exception, _input.Key.Value);
            return false;
        }
    }

    /// <summary>The hash, if the results have one: what has no JSON form is like nothing that was recorded.</summary>
    private static string? TryHash(IReadOnlyList<FunctionResultContent> results)
    {
        try
        {
            return HashOf(results);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A hash of results, the same for those that were read back as for those that were written.</summary>
    private static string HashOf(IReadOnlyList<FunctionResultContent> results)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var result in results)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(new FunctionResultContent("", result.Result), MessageJson.Result);
            var read = JsonSerializer.Deserialize(json, MessageJson.Result)!;
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(read, MessageJson.Result));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
