using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// What a turn needs to know of itself when the model may go on with the answer in the background: a run that comes later goes on from
/// it.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="scope">The flow of the turn.</param>
/// <param name="prepared">The state as it was when the providers had prepared the turn: they will do so again.</param>
internal sealed class BackgroundAnswer(ChatRun run, StateScope scope, Dictionary<string, StateValue?> prepared)
{
    private readonly long _revision = run.Continued?.Revision ?? run.Session?.Head.Revision ?? 0;
    private List<StateStep>? _changes;

    /// <summary>Begins to take note, where the model may answer in the background.</summary>
    /// <returns><see langword="null"/> where it may not.</returns>
    public static BackgroundAnswer? Of(ChatRun run, StateScope scope, ChatOptions? options)
    {
        if (run.Continued is null && options?.AllowBackgroundResponses != true)
        {
            return null;
        }

        var prepared = run.Session?.State.Capture(scope) ?? [];
        foreach (var change in run.Continued?.State ?? [])
        {
            if (!run.Session!.State.TryRepeat(change, scope))
            {
                run.Context.Note(new TurnIssue(
                    TurnIssueKind.ToolStateSuperseded,
                    $"A tool of the turn had set the state '{change.Key}' before the answer went on in the background, and the state has been changed since. The newer value stays."));
            }
        }

        return new(run, scope, prepared);
    }

    /// <summary>Takes note of an update of a stream: where a tool has run, state may have changed.</summary>
    public void Note(ChatResponseUpdate update)
    {
        if (_changes is not null && update.Contents.Any(content => content is FunctionResultContent))
        {
            _changes = null;
        }
    }

    /// <summary>Makes the token with which a later run goes on.</summary>
    /// <param name="clientToken">What the model's client gave.</param>
    /// <param name="answer">Makes what has been said so far.</param>
    public ResponseContinuationToken ToToken(ResponseContinuationToken clientToken, Func<ChatResponse> answer)
    {
        var changes = _changes ??= run.Session?.State.ChangesSince(prepared, scope) ?? [];
        return new TurnContinuationToken(() => new SuspendedTurn(run.Context.CompactId, run.Agent.Id, run.Session?.Key)
        {
            Revision = _revision,
            FollowedTurn = run.Context.FollowedTurn ?? 0,
            StartedAt = run.StartedAt,
            Input = run.Input,
            Answer = answer() is { Messages.Count: > 0 } said ? said : null,
            State = changes,
            ClientToken = clientToken.ToBytes(),
        });
    }
}
