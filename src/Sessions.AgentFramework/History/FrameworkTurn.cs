using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.History;

/// <summary>One run of an agent of the framework, as a turn that a provider of ours is called in.</summary>
internal sealed class FrameworkTurn
{
    /// <summary>The turn's input. What of a run is the caller's, the framework says for sure when the run ends.</summary>
    private readonly List<ChatMessage> _inputs;
    private readonly StandInSession _session;
    private IReadOnlyList<ChatMessage>? _answer;

    private FrameworkTurn(HistoryProvider provider, Framework.AIAgent agent, Framework.AgentSession session, SessionKey key, List<ChatMessage> inputs, AgentRunOptions? options)
    {
        _inputs = inputs;
        var standIn = new StandInAgent(agent);
        _session = new StandInSession(key, standIn, session);
        Context = new TurnContext(standIn, _session, inputs, options) { Services = provider is RegisteredHistoryProvider ? new CallServices() : null };
    }

    public TurnContext Context { get; }

    /// <summary>Makes the turn of a run.</summary>
    /// <exception cref="InvalidOperationException">The session has no key.</exception>
    public static FrameworkTurn Begin(HistoryProvider provider, Framework.AIAgent agent, Framework.AgentSession session, IEnumerable<ChatMessage> request, AgentRunOptions? options) =>
        new(provider, agent, session, session.GetSessionKey() ?? throw Keyless(provider, agent), [.. request.Where(MessageSource.IsCaller)], options);

    /// <summary>Calls the provider with the state that is in the session's bag, and puts back there what it changed. What it changed before it failed is dropped.</summary>
    public async ValueTask RunAsync(Func<TurnContext, CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        await SyncStateAsync(cancellationToken).ConfigureAwait(false);
        await call(Context, cancellationToken).ConfigureAwait(false);
        await SyncStateAsync(CancellationToken.None).ConfigureAwait(false);
    }

    // Saving takes over what the bag has by now, and then puts there what was changed here.
    private ValueTask SyncStateAsync(CancellationToken cancellationToken) => _session.HasState ? Context.Agent.SaveSessionAsync(_session, cancellationToken) : default;

    /// <summary>What the model is sent: the history, said to be such, and the input.</summary>
    public IReadOnlyList<ChatMessage> ToRequest(string sourceId)
    {
        var inputs = new HashSet<ChatMessage>(_inputs, ReferenceEqualityComparer.Instance);
        var request = Context.GetRequestMessages();

        // An input that had to be mended is sent as it is: what is sent in its place would be taken for history.
        return request.Count(inputs.Contains) == _inputs.Count
            ? [.. request.Select(message => inputs.Contains(message) ? message : MessageSource.History(message, sourceId))]
            : [.. Context.History.Select(message => MessageSource.History(message, sourceId)), .. _inputs];
    }

    /// <summary>Whether an answer, or a failure where there is none, can end the turn.</summary>
    public bool CanFinishWith(IReadOnlyList<ChatMessage>? answer) =>
        Context.Exception is null && (_answer is null || (answer is not null && _answer.SequenceEqual(answer, ReferenceEqualityComparer.Instance)));

    /// <summary>Ends the turn with an answer, unless the same has ended it.</summary>
    public void Complete(HistoryProvider provider, IEnumerable<ChatMessage> request, ChatMessage[] answer)
    {
        if (_answer is null)
        {
            TakeOver(provider, [.. request.Where(message => !MessageSource.IsHistory(message))]);
            _answer = answer;
            Context.Complete(new AgentResponse([.. answer]) { AgentId = Context.Agent.Id });
        }
    }

    private void TakeOver(HistoryProvider provider, ChatMessage[] request)
    {
        // The framework sends what providers add behind the input, and a turn stores it before the input: what is stored with it is
        // input too then, so that it comes back as the model saw it.
        var isStoredTogether = provider.StoreContextMessages && provider.StoreInputs;
        _inputs.Clear();
        _inputs.AddRange(request.Where(message => isStoredTogether || MessageSource.IsCaller(message)).Select(MessageSource.Unmarked));
        if (!isStoredTogether)
        {
            foreach (var added in request.Where(message => !MessageSource.IsCaller(message)))
            {
                Context.AddMessages(new AddingProvider(MessageSource.IdOf(added)), MessageSource.Unmarked(added));
            }
        }
    }

    private static InvalidOperationException Keyless(HistoryProvider provider, Framework.AIAgent agent) => new(
        $"The session that agent '{agent.Name ?? agent.Id}' was given has no key, and history provider '{provider.SourceId}' ({provider.GetType().Name}) keeps histories by it. Call session.SetSessionKey(new SessionKey(tenant, id)) before the session's first run.");

    /// <summary>A provider of the framework, by whose id its messages are found.</summary>
    private sealed class AddingProvider(string sourceId) : AIContextProvider
    {
        public override string SourceId => sourceId;
    }
}
