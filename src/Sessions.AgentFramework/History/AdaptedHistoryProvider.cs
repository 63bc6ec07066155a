using System.Diagnostics;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.History;

/// <summary>One of our history providers, as one of the framework.</summary>
internal sealed class AdaptedHistoryProvider(HistoryProvider provider) : Framework.ChatHistoryProvider
{
    private readonly RunningTurns _turns = new();

    public override IReadOnlyList<string> StateKeys { get; } = [provider.SourceId];

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? (serviceKey is null && serviceType.IsInstanceOfType(provider) ? provider : null);

    protected override async ValueTask<IEnumerable<ChatMessage>> InvokingCoreAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        var run = CurrentRun.Of(context.Agent, context.Session);
        if (context.Session is null || run.HasNoSession)
        {
            _turns.Skip(context.Session);
            return context.RequestMessages;
        }

        var turn = FrameworkTurn.Begin(provider, context.Agent, context.Session, context.RequestMessages, run.Options);
        await turn.RunAsync(provider.InvokingAsync, cancellationToken).ConfigureAwait(false);
        var request = turn.ToRequest(provider.SourceId);
        _turns.Add(turn, run.Context, request);
        return request;
    }

    protected override ValueTask InvokedCoreAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        if (context.Session is not { } session || _turns.IsSkipped(session))
        {
            return default;
        }

        return context.InvokeException is { } failure
            ? TellOfFailureAsync(context, session, failure)
            : SaveAsync(context, session, [.. context.ResponseMessages ?? []], cancellationToken);
    }

    private async ValueTask SaveAsync(InvokedContext context, Framework.AgentSession session, ChatMessage[] answer, CancellationToken cancellationToken)
    {
        var run = CurrentRun.Of(context.Agent, session);
        if (_turns.Find(run.Context, context.RequestMessages, answer) is not { } turn)
        {
            // A run that goes on with an answer from the background did not begin here, and a provider may count on being asked first.
            turn = FrameworkTurn.Begin(provider, context.Agent, session, context.RequestMessages, run.Options);
            await turn.RunAsync(provider.InvokingAsync, cancellationToken).ConfigureAwait(false);
        }

        turn.Complete(provider, context.RequestMessages, answer);
        await turn.RunAsync(provider.InvokedAsync, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask TellOfFailureAsync(InvokedContext context, Framework.AgentSession session, Exception failure)
    {
        if (_turns.Find(CurrentRun.Of(context.Agent, session).Context, context.RequestMessages, answer: null) is not { } turn)
        {
            return;
        }

        turn.Context.Fail(failure);
        try
        {
            // The run's own token may be what ended it.
            await turn.RunAsync(provider.InvokedAsync, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The caller has to know what ended the run, and what is thrown here would take its place.
            Activity.Current?.AddEvent(new ActivityEvent("exception", tags: new() { ["exception.type"] = exception.GetType().FullName, ["sessions.provider"] = provider.SourceId }));
        }
    }
}
