using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A client whose every call, update and disposal is a site of a <see cref="FaultPlan"/>.</summary>
public sealed class FaultyClient(IChatClient innerClient, FaultPlan plan, string site = "model") : DelegatingChatClient(innerClient)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await plan.AroundAsync(site, async () => await base.GetResponseAsync(messages, options, cancellationToken));

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        plan.AroundAsync(site, base.GetStreamingResponseAsync(messages, options, cancellationToken), cancellationToken);
}

/// <summary>A function whose every invocation is a site of a <see cref="FaultPlan"/>.</summary>
public sealed class FaultyFunction(AIFunction innerFunction, FaultPlan plan) : DelegatingAIFunction(innerFunction)
{
    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        plan.AroundAsync($"tool {Name}", () => base.InvokeCoreAsync(arguments, cancellationToken));
}

/// <summary>A provider whose every call is a site of a <see cref="FaultPlan"/>.</summary>
public sealed class FaultyProvider(AIContextProvider inner, FaultPlan plan) : AIContextProvider
{
    public override string SourceId => inner.SourceId;

    public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken) =>
        plan.AroundAsync($"provider {SourceId}.Invoking", () => inner.InvokingAsync(turn, cancellationToken));

    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken) =>
        plan.AroundAsync($"provider {SourceId}.Invoked", () => inner.InvokedAsync(turn, cancellationToken));
}

/// <summary>A history provider that keeps what it is given in a dictionary, and whose loads and saves are sites of a <see cref="FaultPlan"/>.</summary>
public sealed class FaultyHistoryProvider(FaultPlan plan, string sourceId = "history", bool loads = true) : HistoryProvider
{
    /// <summary>The saved messages of each session, by the id of their turn.</summary>
    public Dictionary<string, List<(string TurnId, IReadOnlyList<ChatMessage> Messages)>> Saved { get; } = [];

    public override string SourceId => sourceId;

    public override bool LoadMessages => loads;

    protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) =>
        plan.AroundAsync<IReadOnlyList<ChatMessage>>($"history {SourceId}.Load", () => new([.. Of(turn).SelectMany(saved => saved.Messages)]));

    // The turn's id makes it idempotent, as a user's would be.
    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) =>
        plan.AroundAsync($"history {SourceId}.Store", () =>
        {
            var saved = Of(turn);
            saved.RemoveAll(earlier => earlier.TurnId == turn.TurnId);
            saved.Add((turn.TurnId, messages));
            return default;
        });

    private List<(string TurnId, IReadOnlyList<ChatMessage> Messages)> Of(TurnContext turn)
    {
        if (!Saved.TryGetValue(turn.Session!.Id, out var saved))
        {
            Saved[turn.Session.Id] = saved = [];
        }

        return saved;
    }
}
