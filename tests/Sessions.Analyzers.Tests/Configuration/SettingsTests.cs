using Sessions.Analyzers.Configuration;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Configuration;

public sealed class SettingsTests
{
    private const string SharedHistory = "all sessions share one history, which the service keeps; leave one of them out";
    private const string Dropped = "the model is asked again without what its tools returned";
    private const string Reducer = "A reducer that drops calls of tools contradicts";
    private const string Before = "reduce the history, or put the reducer before UseFunctionInvocation";
    private const string Idle =
        "Nothing in the agent's pipeline invokes these tools, whose calls the model waits for in vain; add UseFunctionInvocation to the client, or leave UseProvidedChatClientAsIs out";

    private static readonly AnalyzerTest Test = new(new SettingsAnalyzer());

    public static TheoryData<string, string> Contradictory => new()
    {
        {
            "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", SessionStore = store, ChatOptions = new() { [|ConversationId = \"thread_1\"|] } })",
            $"ConversationId contradicts SessionStore: {SharedHistory}"
        },
        {
            "new ChatClientAgent(client, new ChatClientAgentOptions { Name = \"Guide\", ChatOptions = new ChatOptions { Temperature = 0, [|ConversationId = text|] }, SessionStore = store })",
            $"ConversationId contradicts SessionStore: {SharedHistory}"
        },
        { "client.AsBuilder().UseFunctionInvocation().UseChatReducer([|new MessageCountingChatReducer(20)|]).Build()", $"{Reducer} UseFunctionInvocation: {Dropped}; {Before}" },
        { "client.AsBuilder().UseFunctionInvocation().UseLogging().UseChatReducer(reducer: [|new MessageCountingChatReducer(20)|]).Build()", $"{Reducer} UseFunctionInvocation: {Dropped}; {Before}" },
        { "new Model().AsBuilder().UseChatReducer([|new MessageCountingChatReducer(20)|]).Build().AsAIAgent(\"Be brief\", tools: tools)", $"{Reducer} the agent's tools: {Dropped}; {Before}" },
        {
            "new ChatClientAgent(new Model().AsBuilder().UseLogging().UseChatReducer([|new MessageCountingChatReducer(20)|]).Build(), new ChatClientAgentOptions { ChatOptions = new() { Tools = tools } })",
            $"{Reducer} the agent's tools: {Dropped}; {Before}"
        },
    };

    public static TheoryData<string> Harmonious =>
    [
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", SessionStore = store, ChatOptions = new() { Temperature = 0 } })",
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", ChatOptions = new() { ConversationId = \"thread_1\" } })",
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", SessionStore = store, ChatOptions = new() { ConversationId = null } })",
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", SessionStore = store, ChatOptions = chat })",
        "client.AsBuilder().UseChatReducer(new MessageCountingChatReducer(20)).UseFunctionInvocation().Build()",
        "client.AsBuilder().UseChatReducer(new MessageCountingChatReducer(20)).Build()",
        "client.AsBuilder().UseFunctionInvocation().UseChatReducer(new SummarizingChatReducer(client, 20, null)).Build()",
        "client.AsBuilder().UseFunctionInvocation().UseChatReducer(reducer).Build()",
        "client.AsBuilder().UseChatReducer(new MessageCountingChatReducer(20)).Build().AsAIAgent(\"Be brief\", tools: tools)",
        "new Model().AsBuilder().UseChatReducer(new MessageCountingChatReducer(20)).Build().AsAIAgent(\"Be brief\")",
        "new Model().AsBuilder().UseChatReducer(new MessageCountingChatReducer(20)).UseFunctionInvocation().Build().AsAIAgent(\"Be brief\", tools: tools)",
        "new Model().AsBuilder().Use(inner => inner).UseChatReducer(new MessageCountingChatReducer(20)).Build().AsAIAgent(\"Be brief\", tools: tools)",
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", SessionStore = store, View = new() { Reducer = new MessageCountingChatReducer(20) } })",
    ];

    public static TheoryData<string, string> FrameworkContradictory => new()
    {
        {
            "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", [|ChatHistoryProvider = new InMemoryChatHistoryProvider()|] }).WithSessions(store)",
            "ChatHistoryProvider contradicts WithSessions: the agent is refused; leave it out, since the store keeps the messages"
        },
        {
            "new SessionsAgent(new ChatClientAgent(client, new ChatClientAgentOptions { Name = \"Guide\", [|RequirePerServiceCallChatHistoryPersistence = true|] }), store)",
            "RequirePerServiceCallChatHistoryPersistence contradicts WithSessions: the agent is refused; leave it out, since a turn is committed as a whole"
        },
        {
            "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", ChatOptions = new() { [|ConversationId = text|] } }).WithSessions(store)",
            "ConversationId contradicts WithSessions: the agent is refused; leave it out, and get each session with serviceSessionId"
        },
        {
            "client.AsAIAgent(new ChatClientAgentOptions { ChatHistoryProvider = provider, ChatOptions = new() { [|ConversationId = text|] } })",
            $"ConversationId contradicts ChatHistoryProvider: {SharedHistory}"
        },
        {
            "client.AsAIAgent(new ChatClientAgentOptions { RequirePerServiceCallChatHistoryPersistence = true, ChatHistoryProvider = new InMemoryChatHistoryProvider(new() { ChatReducer = [|new MessageCountingChatReducer(20)|] }) })",
            $"{Reducer} RequirePerServiceCallChatHistoryPersistence: {Dropped}; reduce by a reducer that keeps them"
        },
        { "new Model().AsBuilder().UseChatReducer([|new MessageCountingChatReducer(20)|]).Build().AsAIAgent(\"Be brief\", tools: tools)", $"{Reducer} the agent's tools: {Dropped}; {Before}" },
        { "client.AsBuilder().UseFunctionInvocation().UseChatReducer([|new MessageCountingChatReducer(20)|]).BuildAIAgent(\"Be brief\")", $"{Reducer} UseFunctionInvocation: {Dropped}; {Before}" },
    };

    public static TheoryData<string> FrameworkHarmonious =>
    [
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", ChatHistoryProvider = new InMemoryChatHistoryProvider() })",
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", ChatHistoryProvider = null }).WithSessions(store)",
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", RequirePerServiceCallChatHistoryPersistence = true })",
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", RequirePerServiceCallChatHistoryPersistence = false }).WithSessions(store)",
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", ChatOptions = new() { ConversationId = text } })",
        "client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", ChatOptions = new() { Temperature = 0 } }).WithSessions(store)",
        "client.AsAIAgent(new ChatClientAgentOptions { RequirePerServiceCallChatHistoryPersistence = true, ChatHistoryProvider = new InMemoryChatHistoryProvider(new() { ChatReducer = reducer }) })",
        "client.AsAIAgent(new ChatClientAgentOptions { ChatHistoryProvider = new InMemoryChatHistoryProvider(new() { ChatReducer = new MessageCountingChatReducer(20) }) })",
        "client.AsAIAgent(name: \"Guide\").WithSessions(store)",
        "given.WithSessions(store)",
    ];

    public static TheoryData<string> IdleTools =>
    [
        "new Model().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { [|Tools = tools|] } })",
        "new Model().AsAIAgent(new ChatClientAgentOptions { ChatOptions = new ChatOptions { [|Tools = [AIFunctionFactory.Create(() => 1)]|] }, UseProvidedChatClientAsIs = true })",
        "new ChatClientAgent(new Model(), new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { [|Tools = tools|] } })",
        "new Model().AsBuilder().Build().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { [|Tools = tools|] } })",
        "new Model().AsBuilder().UseLogging().UseOpenTelemetry().Build().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { [|Tools = tools|] } })",
        "new ChatClientBuilder(new Model()).UseLogging().Build().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { [|Tools = tools|] } })",
        "new ChatClientAgent(new Model().AsBuilder().ConfigureOptions(o => o.Temperature = 0).Build(), new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { [|Tools = tools|] } })",
        "new OpenAI.Chat().AsIChatClient().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { [|Tools = tools|] } })",
    ];

    public static TheoryData<string> InvokedTools =>
    [
        "new Model().AsAIAgent(new ChatClientAgentOptions { ChatOptions = new() { Tools = tools } })",
        "new Model().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = false, ChatOptions = new() { Tools = tools } })",
        "new Model().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = text.Length > 3, ChatOptions = new() { Tools = tools } })",
        "new Model().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true })",
        "new Model().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = null } })",
        "client.AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = tools } })",
        "client.AsBuilder().UseLogging().Build().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = tools } })",
        "new Model().AsBuilder().UseFunctionInvocation().Build().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = tools } })",
        "new Model().AsBuilder().UseFunctionInvocation().UseLogging().Build().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = tools } })",
        "new Model().AsBuilder().Use(inner => new FunctionInvokingChatClient(inner)).Build().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = tools } })",
        "new FunctionInvokingChatClient(new Model()).AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = tools } })",
        "new Router(client).AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = tools } })",
        "new Invoking().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = tools } })",
        "new Wrapper(new Model()).AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ChatOptions = new() { Tools = tools } })",
    ];

    [Theory]
    [MemberData(nameof(Contradictory))]
    public Task Settings_that_contradict_are_reported(string code, string message) => Test.Reports(InMethod(code), [message]);

    [Theory]
    [MemberData(nameof(Harmonious))]
    public Task Settings_that_do_not_are_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(FrameworkContradictory))]
    public Task Settings_that_contradict_are_reported_on_the_framework(string code, string message) => Test.OnAgentFrameworkWithSessions().Reports(OnFramework(code), [message]);

    [Theory]
    [MemberData(nameof(FrameworkHarmonious))]
    public Task Settings_that_do_not_are_not_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().IsSilent(OnFramework(code));

    [Theory]
    [MemberData(nameof(IdleTools))]
    public Task Tools_that_nothing_invokes_are_reported(string code) => Test.Reports(InMethod(Marked(code)), [Idle]);

    [Theory]
    [MemberData(nameof(IdleTools))]
    public Task Tools_that_nothing_invokes_are_reported_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().Reports(OnFramework(Marked(code)), [Idle]);

    [Theory]
    [MemberData(nameof(InvokedTools))]
    public Task Tools_that_may_be_invoked_are_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(InvokedTools))]
    public Task Tools_that_may_be_invoked_are_not_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().IsSilent(OnFramework(code));

    [Fact]
    public Task Pipeline_that_the_options_build_is_not_looked_at() => Test.IsSilent(
        InMethod("new Model().AsAIAgent(new ChatClientAgentOptions { UseProvidedChatClientAsIs = true, ConfigureChatClient = inner => inner, ChatOptions = new() { Tools = tools } })"));

    private static string Marked(string code) =>
        code.Replace("[|Tools = ", "Tools = {|SESS206:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal);

    private static string OnFramework(string code) => InMethod(code, "ChatHistoryProvider provider, AIAgent given, ");

    private static string InMethod(string code, string parameters = "") => $$"""
        #pragma warning disable MEAI001, MAAI001 // Reducers and per-call persistence are experimental.
        using Microsoft.Extensions.AI;

        class Model : IChatClient
        {
            public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public object? GetService(Type serviceType, object? serviceKey = null) => null;
            public void Dispose() { }
        }

        class Router(IChatClient client) : Model
        {
            public IChatClient Inner => client;
        }

        class Invoking : IChatClient
        {
            public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                new(new ChatMessage(ChatRole.Assistant, $"{await ((AIFunction)options!.Tools![0]).InvokeAsync()}"));

            public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public object? GetService(Type serviceType, object? serviceKey = null) => null;
            public void Dispose() { }
        }

        class Wrapper(IChatClient client) : DelegatingChatClient(client);

        class Program
        {
            public object Make({{parameters}}IChatClient client, SessionStore store, IChatReducer reducer, ChatOptions chat, IList<AITool> tools, string text) =>
                {{code}};
        }

        namespace OpenAI
        {
            public class Chat;
        }

        namespace Microsoft.Extensions.AI
        {
            public static class OpenAIClientExtensions
            {
                public static IChatClient AsIChatClient(this OpenAI.Chat client) => throw new NotSupportedException(client.ToString());
            }
        }
        """;
}
