using Sessions.Analyzers.Configuration;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Configuration;

public sealed class UnnamedAgentTests
{
    private const string Message = "The agent has neither an id nor a name, and its stored sessions would know it by nothing; it is refused, unless its Name or Id is set";

    private static readonly AnalyzerTest Test = new(new UnnamedAgentAnalyzer());

    public static TheoryData<string> Unnamed =>
    [
        "return client.AsAIAgent(new ChatClientAgentOptions { [|SessionStore = store|] });",
        "return new ChatClientAgent(client, new ChatClientAgentOptions { Description = \"A guide\", [|SessionStore = new SqliteSessionStore(\"Data Source=s.db\")|] });",
        "return new ChatClientAgent(client, new() { [|SessionStore = store|] });",
        "return client.AsAIAgent(new ChatClientAgentOptions { [|SessionStore = store|], Name = null });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Name = \"\", [|SessionStore = store|] });",
        "return client.AsAIAgent(new ChatClientAgentOptions { [|SessionStore = new InMemorySessionStore()|] });",
        "var options = new ChatClientAgentOptions { [|SessionStore = store|] }; return client.AsAIAgent(options);",
        "var options = new ChatClientAgentOptions(); options.View = new() { MaxTurns = 20 }; [|options.SessionStore = store|]; return new ChatClientAgent(client, options);",
        "var options = new ChatClientAgentOptions(); if (name is not null) { [|options.SessionStore = store|]; } return client.AsAIAgent(options);",
        "Func<object> make = () => client.AsAIAgent(new ChatClientAgentOptions { [|SessionStore = store|] }); return make;",
    ];

    public static TheoryData<string> Named =>
    [
        "return client.AsAIAgent();",
        "return client.AsAIAgent(instructions: \"Be brief\");",
        "return client.AsAIAgent(new ChatClientAgentOptions());",
        "return client.AsAIAgent(new ChatClientAgentOptions { SessionStore = null });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", SessionStore = store });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Id = \"guide-1\", SessionStore = store });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = store });",
        "var options = new ChatClientAgentOptions { SessionStore = store }; options.Name = \"Guide\"; return client.AsAIAgent(options);",
        "var options = new ChatClientAgentOptions { SessionStore = store }; if (name is not null) { options.Id = name; } return client.AsAIAgent(options);",
        "var options = new ChatClientAgentOptions { SessionStore = store }; Name(options); return client.AsAIAgent(options);",
        "var options = new ChatClientAgentOptions { SessionStore = store }; options = Base(); return client.AsAIAgent(options);",
        "var options = Base(); options.SessionStore = store; return client.AsAIAgent(options);",
        "var options = new ChatClientAgentOptions { SessionStore = store }; Action set = () => Name(options); set(); return client.AsAIAgent(options);",
        "var options = new ChatClientAgentOptions { SessionStore = store }; return options;",
        "return new Own { SessionStore = store };",
        "return client.AsAIAgent(new NamedOptions { SessionStore = store });",
    ];

    public static TheoryData<string> FrameworkUnnamed =>
    [
        "return client.AsAIAgent().[|WithSessions|](store);",
        "return client.AsAIAgent(instructions: \"Be brief\").[|WithSessions|](store);",
        "return new ChatClientAgent(client, \"Be brief\").[|WithSessions|](new SqliteSessionStore(\"Data Source=s.db\"));",
        "return new ChatClientAgent(client, new ChatClientAgentOptions { Description = \"A guide\" }).[|WithSessions|](store);",
        "var agent = client.AsAIAgent(\"Be brief\"); return agent.[|WithSessions|](store);",
        "AIAgent agent = new ChatClientAgent(client); return new [|SessionsAgent|](agent, store);",
        "var options = new ChatClientAgentOptions(); options.ChatOptions = new(); return client.AsAIAgent(options).[|WithSessions|](store, new() { ConcurrentTurns = ConcurrentTurns.Reject });",
        "return client.AsBuilder().BuildAIAgent(\"Be brief\").[|WithSessions|](store);",
        "return client.AsAIAgent(\"Be brief\", name: null).[|WithSessions|](store);",
    ];

    public static TheoryData<string> FrameworkNamed =>
    [
        "return client.AsAIAgent(name: \"Guide\").WithSessions(store);",
        "return client.AsAIAgent(\"Be brief\", \"Guide\").WithSessions(store);",
        "return client.AsAIAgent(\"Be brief\", name).WithSessions(store);",
        "return new ChatClientAgent(client, new ChatClientAgentOptions { Id = \"guide-1\" }).WithSessions(store);",
        "return new ChatClientAgent(client, Base()).WithSessions(store);",
        "return given.WithSessions(store);",
        "return client.AsAIAgent();",
        "var agent = client.AsAIAgent(); agent = client.AsAIAgent(name: \"Guide\"); return agent.WithSessions(store);",
        "return (name is null ? given : client.AsAIAgent()).WithSessions(store);",
        "return client.AsAIAgent().AsBuilder().Use(inner => inner.WithSessions(store)).Build();",
        "return client.AsAIAgent().AsBuilder().Use((inner, services) => new Guide(inner)).Build().WithSessions(store);",
        "return new Guide(client.AsAIAgent()).WithSessions(store);",
    ];

    [Theory]
    [MemberData(nameof(Unnamed))]
    public Task Unnamed_agent_with_a_store_is_reported(string code) => Test.Reports(InMethod(code), [Message]);

    [Theory]
    [MemberData(nameof(Named))]
    public Task Agent_that_may_be_known_again_is_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(FrameworkUnnamed))]
    public Task Unnamed_agent_with_a_store_is_reported_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().Reports(OnFramework(code), [Message]);

    [Theory]
    [MemberData(nameof(FrameworkNamed))]
    public Task Agent_that_may_be_known_again_is_not_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().IsSilent(OnFramework(code));

    private static string InMethod(string code) => $$"""
        class Program
        {
            public sealed class Own
            {
                public SessionStore? SessionStore { get; set; }
            }

            public sealed class NamedOptions : ChatClientAgentOptions
            {
                public NamedOptions() => Name = "Guide";
            }

            private static ChatClientAgentOptions Base() => new() { Name = "Guide" };

            private static void Name(ChatClientAgentOptions options) => options.Name = "Guide";

            public object Make(IChatClient client, SessionStore store, string? name)
            {
                {{code}}
            }
        }
        """;

    private static string OnFramework(string code) => $$"""
        class Program
        {
            public sealed class Guide(AIAgent inner) : DelegatingAIAgent(inner)
            {
                public override string? Name => "Guide";
            }

            private static ChatClientAgentOptions Base() => new() { Name = "Guide" };

            public object Make(IChatClient client, SessionStore store, string? name, AIAgent given)
            {
                {{code}}
            }
        }
        """;
}
