using Sessions.Analyzers.Usage.Sharing;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Sharing;

public sealed class SharedSessionTests
{
    private const string Web = "namespace Microsoft.AspNetCore.Http { public abstract class HttpContext; }";

    private const string Usings = "using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.DependencyInjection.Extensions;\n";

    private static readonly AnalyzerTest Test = new(new SharedSessionAnalyzer());

    public static TheoryData<string, string> StaticMembers => new()
    {
        { "field", "private static AgentSession? [|_shared|]; public static void Set(AgentSession session) => _shared = session; public static AgentSession? Get() => _shared;" },
        { "field", "public static readonly AgentSession [|_shared|] = Make();" },
        { "field", "public static readonly Task<AgentSession> [|_shared|] = Task.Run(Make);" },
        { "field", "public static readonly Lazy<AgentSession> [|_shared|] = new(Make);" },
        { "field", "public static readonly Lazy<Task<AgentSession>> [|_shared|] = new(() => Task.Run(Make));" },
        { "property", "public static AgentSession? [|_shared|] { get; set; }" },
        { "property", "public static AgentSession [|_shared|] { get; } = Make();" },
        { "field", "public static class Inner { public static AgentSession? [|_shared|]; }" },
    };

    public static TheoryData<string> Apart =>
    [
        "public AgentSession? One;",
        "public AgentSession? One { get; set; }",
        "public static AgentSession One => Make();",
        "public static readonly Dictionary<string, AgentSession> All = [];",
        "public static readonly AsyncLocal<AgentSession?> Flow = new();",
        "[ThreadStatic] public static AgentSession? One;",
        "[SharedSession] public static AgentSession? One;",
        "[SharedSession] public static AgentSession? One { get; set; }",
        "public static AIAgent? Agent;",
        "public static Func<AgentSession> Factory = Make;",
        "public static void Set(AgentSession session) { var one = session; Console.WriteLine(one); }",
        "public static List<AgentSession> Open { get; } = [];",
    ];

    public static TheoryData<string, string> Singletons => new()
    {
        { "The singleton 'AgentSession'", "services.AddSingleton<[|AgentSession|]>(provider => null!);" },
        { "The singleton 'AgentSession'", "services.[|AddSingleton|](session);" },
        { "The singleton 'AgentSession'", "services.[|AddSingleton|](provider => session);" },
        { "The singleton 'AgentSession'", "services.[|AddSingleton|](typeof(AgentSession), session);" },
        { "The singleton 'AgentSession'", "services.TryAddSingleton<[|AgentSession|]>(provider => null!);" },
        { "The singleton 'AgentSession'", "services.AddKeyedSingleton<[|AgentSession|]>(\"a\", (provider, key) => null!);" },
        { "Singleton 'ChatService', with '_session',", "services.AddSingleton<[|ChatService|]>();" },
        { "Singleton 'ChatService', with '_session',", "services.AddSingleton<IChat, [|ChatService|]>();" },
        { "Singleton 'ChatService', with '_session',", "services.[|AddSingleton|](typeof(ChatService));" },
        { "Singleton 'ChatService', with '_session',", "services.[|AddSingleton|](provider => new ChatService(session));" },
    };

    [Theory]
    [MemberData(nameof(StaticMembers))]
    public Task Static_session_is_reported(string kind, string member) => Test.Reports(InClass(member), [Message($"Static {kind} '_shared'")]);

    [Theory]
    [MemberData(nameof(StaticMembers))]
    public Task Static_session_is_reported_on_the_framework(string kind, string member) =>
        Test.OnAgentFramework().Reports(InClass(member), [Message($"Static {kind} '_shared'")]);

    [Theory]
    [MemberData(nameof(Apart))]
    public Task Session_that_is_not_shared_or_is_so_on_purpose_is_not(string member) => Test.IsSilent(InClass(member));

    [Theory]
    [MemberData(nameof(Apart))]
    public Task Session_that_is_not_shared_or_is_so_on_purpose_is_not_on_the_framework(string member) => Test.OnAgentFramework().IsSilent(InClass(member));

    [Theory]
    [MemberData(nameof(Singletons))]
    public Task Singleton_is_reported(string holder, string code) => Test.Reports(Registration(code), [Message(holder)], Web);

    [Theory]
    [MemberData(nameof(Singletons))]
    public Task Singleton_is_reported_on_the_framework(string holder, string code) => Test.OnAgentFramework().Reports(Registration(code), [Message(holder)], Web);

    [Theory]
    [InlineData("services.AddScoped<AgentSession>(provider => null!);")]
    [InlineData("services.AddTransient(provider => session);")]
    [InlineData("services.AddScoped<ChatService>();")]
    [InlineData("services.AddSingleton<Agents>();")]
    [InlineData("services.AddSingleton<Worker>();")]
    [InlineData("services.AddSingleton(shared);")]
    [InlineData("services.AddSingleton<Meant>();")]
    [InlineData("services.AddSingleton<object>();")]
    public Task Other_registration_is_not(string code) => Test.IsSilent(Registration(code), Web);

    [Theory]
    [InlineData("")]
    [InlineData(Web)]
    public Task Session_of_the_program_itself_is_its_users_unless_it_serves_requests(string other)
    {
        var session = other.Length > 0 ? "[|_session|]" : "_session";
        return Test.Reports(
            $"Clear(); partial class Program {{ private static AgentSession? {session}; private static void Clear() {{ _session = null; Console.WriteLine(_session); }} }}",
            other.Length > 0 ? [Message("Static field '_session'")] : [],
            other);
    }

    private static string Message(string holder) =>
        $"{holder} holds one session for all who use the program, whose conversations become one; find a session for each by its id, or say [SharedSession]";

    private static string InClass(string member) => $$"""
        public class Chat
        {
            {{member}}

            public static AgentSession Make() => throw new NotSupportedException();
        }
        """;

    private static string Registration(string code) => Usings + $$"""
        public interface IChat;

        public class ChatService(AgentSession session) : IChat
        {
            private readonly AgentSession _session = session;

            public override string ToString() => _session.ToString()!;
        }

        public class Meant
        {
            [SharedSession]
            public AgentSession? Session { get; set; }
        }

        public class Agents
        {
            private readonly Dictionary<string, AgentSession> _sessions = [];

            public int Count => _sessions.Count;
        }

        public class Worker : Microsoft.Extensions.Hosting.IHostedService
        {
            public AgentSession? Session { get; set; }

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }

        public static class Startup
        {
            public static void Configure(IServiceCollection services, AgentSession session, [SharedSession] AgentSession shared)
            {
                Console.WriteLine((session, shared));
                {{code}}
            }
        }
        """;
}
