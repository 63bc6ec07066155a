using Sessions.Analyzers.Usage;
using Sessions.Analyzers.Usage.Naming;
using Sessions.CodeFixes;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Naming;

public sealed class ServiceSessionIdTests
{
    private const string Message =
        "The second string is the id of a conversation that the model's service keeps; name it 'serviceSessionId', or write new SessionKey(tenant, id) if the two are a session's name";

    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new ServiceSessionIdRule()));
    private static readonly CodeFixTest Fix = new(Test, new NameServiceSessionIdFix());

    public static TheoryData<string> TwoStrings =>
    [
        "agent.GetSessionAsync(\"acme\", [|\"alice-42\"|])",
        "agent.GetSessionAsync(tenant, [|id|])",
        "agent.GetSessionAsync(tenant, [|id|], token)",
        "agent.GetSessionAsync(tenant, [|$\"chat-{id}\"|], cancellationToken: token)",
        "agent.GetSessionAsync(User.Tenant, [|User.Id|])",
        "agent.GetSessionAsync(User.Tenant, [|User.ConversationId|])",
        "agent.GetSessionAsync(tenant, [|conversationId|])",
        "agent.GetSessionAsync(tenant, [|id ?? \"none\"|])",
        "agent.GetSessionAsync(tenant, [|id.Trim()|])",
        "agent.GetSessionAsync(\"s\", [|\"thread_abc\"|])",
    ];

    public static TheoryData<string> Said =>
    [
        "agent.GetSessionAsync(id)",
        "agent.GetSessionAsync(id, serviceSessionId: conversationId)",
        "agent.GetSessionAsync(sessionId: id, serviceSessionId: conversationId)",
        "agent.GetSessionAsync(serviceSessionId: conversationId, sessionId: id)",
        "agent.GetSessionAsync(id, serviceSessionId: conversationId, token)",
        "agent.GetSessionAsync(id, null)",
        "agent.GetSessionAsync(id, default, token)",
        "agent.GetSessionAsync(id, cancellationToken: token)",
        "agent.GetSessionAsync(id, serviceSessionId)",
        "agent.GetSessionAsync(id, User.ServiceId)",
        "agent.GetSessionAsync(id, threadId)",
        "agent.GetSessionAsync(sessionId, conversationId)",
        "agent.GetSessionAsync(id, options.ConversationId)",
        "agent.GetSessionAsync(new SessionKey(tenant, id))",
        "agent.GetSessionAsync(new SessionKey(tenant, id), conversationId)",
        "Own.GetSessionAsync(tenant, id)",
    ];

    [Theory]
    [MemberData(nameof(TwoStrings))]
    public Task Two_strings_are_reported(string code) => Test.Reports(InMethod("AIAgent", code), [Message]);

    [Theory]
    [MemberData(nameof(TwoStrings))]
    public Task Two_strings_are_reported_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().Reports(InMethod("SessionsAgent", code), [Message]);

    [Theory]
    [MemberData(nameof(Said))]
    public Task Strings_that_are_told_apart_are_not(string code) => Test.IsSilent(InMethod("AIAgent", code));

    [Theory]
    [MemberData(nameof(Said))]
    public Task Strings_that_are_told_apart_are_not_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().IsSilent(InMethod("SessionsAgent", code));

    [Fact]
    public Task Missing_id_is_not_told_apart_from_nothing() => Test.IsSilent(InMethod("AIAgent", "agent.GetSessionAsync(null, conversationId)"));

    [Fact]
    public Task Fix_names_the_argument() => Fix.Fixes(
        InMethod("AIAgent", """
            (
                    agent.GetSessionAsync(tenant, [|id|]), // the customer's
                    agent.GetSessionAsync(
                        tenant,
                        /* in Azure */ [|conversationId|], // kept there
                        token))
            """),
        InMethod("AIAgent", """
            (
                    agent.GetSessionAsync(tenant, serviceSessionId: id), // the customer's
                    agent.GetSessionAsync(
                        tenant,
                        /* in Azure */ serviceSessionId: conversationId, // kept there
                        token))
            """));

    private static string InMethod(string agent, string code) => $$"""
        class Chat
        {
            public static class User
            {
                public static string Tenant => "";
                public static string Id => "";
                public static string ServiceId => "";
                public static string ConversationId => "";
            }

            public static class Own
            {
                public static string GetSessionAsync(string sessionId, string serviceSessionId) => sessionId + serviceSessionId;
            }

            public object Open({{agent}} agent, string tenant, string id, string sessionId, string serviceSessionId, string threadId, string conversationId, ChatOptions options, CancellationToken token) =>
                {{code}};
        }
        """;
}
