using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Configuration;

/// <summary>A setting that another one rules out.</summary>
/// <param name="Place">The setting.</param>
/// <param name="Setting">How a message names it.</param>
/// <param name="Other">The other.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="WayOut">What to do.</param>
internal sealed record Contradiction(SyntaxNode Place, string Setting, string Other, string Outcome, string WayOut)
{
    private const string ConversationId = nameof(ConversationId);
    private const string HistoryProvider = "ChatHistoryProvider";
    private const string PerServiceCall = "RequirePerServiceCallChatHistoryPersistence";
    private const string WithSessions = "WithSessions";

    /// <summary>What an agent of the framework is told that its store rules out.</summary>
    public static Contradiction? OfDurable(CreatedAgent agent)
    {
        return agent.Options?.Find(HistoryProvider) is { } provider ? Refused(provider, HistoryProvider, "leave it out, since the store keeps the messages")
            : agent.Options?.Find(PerServiceCall) is { Value.ConstantValue: { HasValue: true, Value: true } } perCall ? Refused(perCall, PerServiceCall, "leave it out, since a turn is committed as a whole")
            : agent.FindChatOption(ConversationId) is { } id ? Refused(id, ConversationId, "leave it out, and get each session with serviceSessionId")
            : null;

        static Contradiction Refused(IOperation setting, string name, string wayOut) => new(setting.Syntax, name, WithSessions, "the agent is refused", wayOut);
    }

    /// <summary>What an agent is told that its own history rules out.</summary>
    public static Contradiction? OfAgent(CreatedAgent agent) =>
        agent.FindChatOption(ConversationId) is { } id && agent.Options?.Find(agent.IsFrameworks ? HistoryProvider : "SessionStore") is { } local
            ? new(id.Syntax, ConversationId, ((IPropertyReferenceOperation)local.Target).Property.Name, "all sessions share one history, which the service keeps", "leave one of them out")
        : agent.IsFrameworks && agent.Options?.Find(PerServiceCall) is { Value.ConstantValue: { HasValue: true, Value: true } } && ReducerOf(agent.Options.Find(HistoryProvider)?.Value) is { } reducer
            ? OfReducer(reducer, PerServiceCall)
        : agent.Tools is not null && agent.Client is { } client && agent.Options?.Find("UseProvidedChatClientAsIs") is null ? OfPipeline(ClientPipeline.Of(client))
        : null;

    /// <summary>A step of a builder that drops what the client round it has just added.</summary>
    public static Contradiction? OfStep(IInvocationOperation step) =>
        IsReducing(step) && ClientPipeline.Before(step).Any(ClientPipeline.IsInvocation) ? OfReducer(step, "UseFunctionInvocation") : null;

    /// <summary>The agent puts the client that invokes functions round the whole pipeline, where there is none in it.</summary>
    private static Contradiction? OfPipeline(ClientPipeline pipeline) =>
        pipeline.IsWhole && !pipeline.InvokesFunctions && pipeline.Layers.FirstOrDefault(IsReducing) is { } step ? OfReducer(step, "the agent's tools") : null;

    private static Contradiction OfReducer(IOperation reducer, string other) => new(
        ReducerIn(reducer).Syntax,
        "A reducer that drops calls of tools",
        other,
        "the model is asked again without what its tools returned",
        other == PerServiceCall ? "reduce by a reducer that keeps them" : "reduce the history, or put the reducer before UseFunctionInvocation");

    private static bool IsReducing(IInvocationOperation step) => step.TargetMethod.Name == "UseChatReducer" && ToolContent.IsDroppedBy(ReducerIn(step));

    private static IOperation ReducerIn(IOperation place) =>
        (place as IInvocationOperation)?.Arguments.FirstOrDefault(static argument => argument.Parameter?.Type.Name == "IChatReducer")?.Value ?? place;

    /// <summary>The reducer of a history in memory that drops calls of tools.</summary>
    private static IOperation? ReducerOf(IOperation? provider) =>
        provider?.Origin() is IObjectCreationOperation { Type.Name: "InMemoryChatHistoryProvider", Arguments: { Length: 1 } arguments }
        && VisibleOptions.Of(arguments[0].Value)?.Find("ChatReducer") is { } setting
        && ToolContent.IsDroppedBy(setting.Value) ? setting.Value : null;
}
