using Sessions.Analyzers.Usage.Naming;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Naming;

public sealed class SessionKeyTests
{
    private const string Literal = "The tenant is a literal and the id is not, so that the sessions of all tenants are this one's; take the tenant from the user";
    private const string Alone = "The session is named by what the request says alone, and whoever guesses the name has it; let the key say whose it is, by the user's tenant or id";

    private static readonly AnalyzerTest Test = new(new SessionKeyAnalyzer());

    public static TheoryData<string> LiteralTenants =>
    [
        "_ = new SessionKey([|\"acme\"|], id);",
        "SessionKey key = new([|\"acme\"|], $\"chat-{id}\"); Use(key);",
        "_ = SessionKey.TryCreate([|\"acme\"|], id, out var key);",
        "await agent.GetSessionAsync(new SessionKey([|\"acme\"|], id));",
        "_ = new SessionKey(id: id, tenant: [|\"acme\"|]);",
        "Func<string, SessionKey> make = text => new([|\"acme\"|], text); Use(make);",
    ];

    public static TheoryData<string> RequestValues =>
    [
        "app.MapGet(\"/chat/{chat}\", async (string chat) => await agent.GetSessionAsync([|chat|]));",
        "app.MapPost(\"/chat/{chat}\", async (string chat, string text) => { var session = await agent.GetSessionAsync(new SessionKey([|chat|])); await agent.RunAsync(text, session); return 1; });",
        "app.MapGet(\"/{tenant}/{chat}\", (string tenant, string chat) => agent.GetSessionAsync(new SessionKey(tenant, [|chat|])));",
        "app.MapGet(\"/chat\", (HttpContext context) => agent.GetSessionAsync([|context.Request.Query[\"chat\"].ToString()|]));",
        "app.MapGet(\"/chat\", (HttpRequest request) => agent.GetSessionAsync(new SessionKey([|(string)request.RouteValues[\"chat\"]!|])));",
        "await agent.GetSessionAsync([|context.Request.Headers[\"X-Chat\"].First()|]);",
        "_ = new SessionKey(Default, [|context.Request.Query[\"chat\"].ToString()|]);",
    ];

    public static TheoryData<string> Owned =>
    [
        "_ = new SessionKey(\"acme\", \"alice-42\");",
        "_ = new SessionKey(Default, id);",
        "_ = new SessionKey(\"\", id);",
        "_ = new SessionKey(id);",
        "await agent.GetSessionAsync(id);",
        "_ = new SessionKey(tenant, id);",
        "app.MapGet(\"/chat/{chat}\", (string chat, ClaimsPrincipal user) => agent.GetSessionAsync(new SessionKey(user.FindFirst(\"tenant\"), chat)));",
        "app.MapGet(\"/chat/{chat}\", (string chat) => agent.GetSessionAsync(new SessionKey(tenant, chat)));",
        "app.MapGet(\"/chat/{chat}\", (string chat) => agent.GetSessionAsync($\"{tenant}-{chat}\"));",
        "app.MapGet(\"/chat/{chat}\", (string chat, HttpContext context) => { Use(context.User); return agent.GetSessionAsync(chat); });",
        "app.MapGet(\"/chat/{chat}\", async (string chat, string text) => await agent.RunAsync(text + chat));",
        "app.MapGet(\"/chat\", ([FromServices] string chat) => agent.GetSessionAsync(chat));",
        "Func<string, object> open = chat => agent.GetSessionAsync(chat); Use(open);",
        "app.Configure((string chat) => agent.GetSessionAsync(chat));",
        "await agent.GetSessionAsync(context.TraceIdentifier);",
    ];

    [Theory]
    [MemberData(nameof(LiteralTenants))]
    public Task Literal_tenant_is_reported(string code) => Test.Reports(InMethod(code), [Literal]);

    [Theory]
    [MemberData(nameof(RequestValues))]
    public Task Value_of_the_request_is_reported(string code) => Test.Reports(InMethod(code), [Alone]);

    [Theory]
    [MemberData(nameof(LiteralTenants))]
    public Task Literal_tenant_is_reported_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().Reports(InMethod(code, "SessionsAgent"), [Literal]);

    [Theory]
    [MemberData(nameof(RequestValues))]
    public Task Value_of_the_request_is_reported_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().Reports(InMethod(code, "SessionsAgent"), [Alone]);

    [Theory]
    [MemberData(nameof(Owned))]
    public Task Key_that_says_whose_it_is_is_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(Owned))]
    public Task Key_that_says_whose_it_is_is_not_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().IsSilent(InMethod(code, "SessionsAgent"));

    [Fact]
    public Task Key_of_the_frameworks_store_is_reported_without_a_partition() => Test.OnAgentFramework().Reports(
        InMethod("Use(new AgentSessionStoreKey([|context.Request.Query[\"chat\"].ToString()|])); Use(new AgentSessionStoreKey(context.Request.Query[\"chat\"].ToString()).WithPartition(\"tenant\", tenant));"),
        [Alone]);

    [Fact]
    public Task Parameter_of_an_action_is_reported() => Test.Reports(
        InMethod("Use(id);", more: """
            public class ChatController(AIAgent agent) : ControllerBase
            {
                public async Task<string> Get(string chat) => (await agent.GetSessionAsync([|chat|])).Id;

                public async Task<string> Mine(string chat) => (await agent.GetSessionAsync(new SessionKey(User.FindFirst("tenant"), chat))).Id;

                private async Task<string> Load(string chat) => (await agent.GetSessionAsync(chat)).Id;

                public Task<string> Default() => Load("mine");
            }
            """),
        [Alone]);

    private static string InMethod(string code, string agent = "AIAgent", string more = "") => $$"""
        #pragma warning disable MAAI001 // The framework's store is experimental.
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        class Program
        {
            private const string Default = "main";

            private static void Use(object? value) => Console.WriteLine(value);

            public async Task Run({{agent}} agent, IEndpointRouteBuilder app, HttpContext context, string tenant, string id)
            {
                await Task.Yield();
                {{code}}
            }
        }

        {{more}}

        public class ClaimsPrincipal
        {
            public string FindFirst(string type) => type;
        }

        namespace Microsoft.AspNetCore.Http
        {
            public class Values<T>
            {
                public T this[string name] => throw new KeyNotFoundException(name);
            }

            public class HttpRequest
            {
                public Values<List<string>> Query { get; } = new();
                public Values<List<string>> Headers { get; } = new();
                public Values<object?> RouteValues { get; } = new();
            }

            public class HttpContext
            {
                public HttpRequest Request { get; } = new();
                public ClaimsPrincipal User { get; } = new();
                public string TraceIdentifier => "";
            }
        }

        namespace Microsoft.AspNetCore.Mvc
        {
            public class ControllerBase
            {
                public ClaimsPrincipal User { get; } = new();
            }

            public sealed class FromServicesAttribute : Attribute;
        }

        namespace Microsoft.AspNetCore.Builder
        {
            public interface IEndpointRouteBuilder;

            public static class EndpointRouteBuilderExtensions
            {
                public static void MapGet(this IEndpointRouteBuilder app, string pattern, Delegate handler) => Console.WriteLine((app, pattern, handler));
                public static void MapPost(this IEndpointRouteBuilder app, string pattern, Delegate handler) => Console.WriteLine((app, pattern, handler));
                public static void Configure(this IEndpointRouteBuilder app, Delegate handler) => Console.WriteLine((app, handler));
            }
        }
        """;
}
