using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Sessions.Agents;

/// <summary>
/// The finished steps of a turn with a key, in the store: written as they finish, and read when the turn is run again after a
/// crash, so that a tool that has run does not run twice.
/// </summary>
internal sealed class TurnSteps
{
    private readonly SessionStore _store;
    private readonly SessionKey _session;
    private readonly KeyedInput _input;
    private readonly ILogger _logger;
    private readonly Queue<ChatResponse> _answers = new();
    private readonly List<StepJson> _results = [];

    private TurnSteps(SessionStore store, SessionKey session, KeyedInput input, ILogger logger)
    {
        _store = store;
        _session = session;
        _input = input;
        _logger = logger;
    }

    /// <summary>Reads the steps that an earlier attempt finished.</summary>
    /// <param name="store">The session's store.</param>
    /// <param name="session">The session.</param>
    /// <param name="input">The turn's key and input.</param>
    /// <param name="repeatsAnswers">Whether the model's answers are taken as well; otherwise it is asked anew, and only tools do not run again.</param>
    /// <param name="logger">Where a step that could not be recorded is logged.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The earlier attempt had another input.</exception>
    public static async ValueTask<TurnSteps> ReadAsync(SessionStore store, SessionKey session, KeyedInput input, bool repeatsAnswers, ILogger logger, CancellationToken cancellationToken)
    {
        var steps = new TurnSteps(store, session, input, logger);
        foreach (var json in await store.ReadStepsAsync(session, input.Key.Value, cancellationToken).ConfigureAwait(false))
        {
            var step = StepJson.Read(json, session, input.Key);
            input.ThrowIfOther(step.InputHash);
            if (step.Result is not null)
            {
                steps._results.Add(step);
            }
            else if (repeatsAnswers && step.Answer is not null)
            {
                steps._answers.Enqueue(step.Answer);
            }
        }

        return steps;
    }

    /// <summary>The next answer that the model gave in the earlier attempt.</summary>
    public ChatResponse? NextAnswer()
    {
        lock (_answers)
        {
            return _answers.TryDequeue(out var answer) ? answer : null;
        }
    }

    /// <summary>Takes the result that a call had in the earlier attempt: of the very call, or of an equal one.</summary>
    public bool TryTakeResult(FunctionCallContent call, out object? result)
    {
        lock (_answers)
        {
            var same = _results.FindAll(step => string.Equals(step.Call!.Name, call.Name, StringComparison.Ordinal) && CallArguments.AreEqual(step.Call.Arguments, call.Arguments));
            var found = same.Find(step => step.Call!.CallId == call.CallId) ?? same.FirstOrDefault();
            result = found?.Result!.Result;
            return found is not null && _results.Remove(found);
        }
    }

    public ValueTask AppendAsync(ChatResponse answer) =>
        AppendAsync(new StepJson(_input.Hash, answer, null, null));

    public ValueTask AppendAsync(FunctionCallContent call, object? result) =>
        AppendAsync(new StepJson(_input.Hash, null, call, new FunctionResultContent(call.CallId, result)));

    // A finished step is recorded whatever is cancelled meanwhile.
    private async ValueTask AppendAsync(StepJson step)
    {
        try
        {
            await _store.AppendStepAsync(_session, _input.Key.Value, step.Write(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SessionException or JsonException or NotSupportedException)
        {
            // The step is done. To fail the turn over it would do it again for sure; not to have it recorded does so only after a crash.
            _logger.StepNotRecorded(exception, _input.Key.Value);
        }
    }
}
