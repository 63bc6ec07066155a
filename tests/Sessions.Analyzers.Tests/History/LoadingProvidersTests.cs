using Sessions.Analyzers.History;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.History;

public sealed class LoadingProvidersTests
{
    private const string Methods = """
        {
            public List<ChatMessage> GetMessagesAsync(SessionKey key) => throw new NotSupportedException($"{key}");
            public void SaveMessagesAsync(SessionKey key, IReadOnlyList<ChatMessage> messages) => throw new NotSupportedException($"{key} {messages}");
        }
        """;

    private const string Providers = $$"""
        [HistoryProvider("a")] public sealed partial class A {{Methods}}
        [HistoryProvider("b")] public sealed partial class B {{Methods}}
        [HistoryProvider("c", LoadMessages = false)] public sealed partial class C {{Methods}}
        """;

    private static readonly AnalyzerTest Test = new(new LoadingProvidersAnalyzer(), Generators.All);

    [Theory]
    [InlineData("o.ProviderNames.Add(\"a\"); o.ProviderNames.Add(\"c\"); o.ProviderNames.Add([|\"b\"|]);")]
    [InlineData("o.ProviderNames.Add(\"a\"); if (o.Name is null) { o.Name = \"n\"; } o.ProviderNames.Add([|\"b\"|]);")]
    [InlineData("o.ProviderNames = [\"a\", \"c\", [|\"b\"|]];")]
    [InlineData("o.ProviderNames = new List<string> { \"a\", [|\"b\"|] };")]
    [InlineData("o.ContextProviders = [new A(), new C(), [|new B()|]];")]
    [InlineData("o.ContextProviders.Add(new A()); o.ContextProviders.Add([|new B()|]);")]
    [InlineData("M(new ChatClientAgentOptions { ContextProviders = new AIContextProvider[] { new A(), [|new B()|] } });")]
    [InlineData("M(new ChatClientAgentOptions { ContextProviders = { new A(), [|new B()|] } });")]
    public Task Two_loading_providers_of_one_agent_are_reported(string statements) => Test.Reports(
        Source(statements),
        ["The agent has the providers 'a' and 'b', which load the history each; set LoadMessages = false on the one that only keeps a copy"],
        Providers);

    [Theory]
    [InlineData("o.ProviderNames.Add(\"a\"); o.ProviderNames.Add(\"c\"); o.ProviderNames.Add(\"d\");")]
    [InlineData("if (o.Name is null) { o.ProviderNames.Add(\"a\"); } else { o.ProviderNames.Add(\"b\"); }")]
    [InlineData("o.ProviderNames.Add(o.Name is null ? \"a\" : \"b\");")]
    [InlineData("o.ContextProviders = [o.Name is null ? new A() : new B(), new C()];")]
    [InlineData("o.ContextProviders.Add(new A()); var other = new ChatClientAgentOptions(); other.ContextProviders.Add(new B()); M(other);")]
    [InlineData("List<string> names = [\"a\", \"b\"]; o.ProviderNames = [names[0]];")]
    [InlineData("M(new ChatClientAgentOptions { ContextProviders = [new A()] }); M(new ChatClientAgentOptions { ContextProviders = [new B()] });")]
    public Task Others_are_not(string statements) => Test.IsSilent(Source(statements), Providers);

    private static string Source(string statements) => $$"""
        public static class Registration
        {
            public static void Configure(AgentRegistrationOptions o) { {{statements}} }
            private static void M(ChatClientAgentOptions options) => throw new NotSupportedException($"{options}");
            public static void Use() => M(new ChatClientAgentOptions());
        }
        """;
}
