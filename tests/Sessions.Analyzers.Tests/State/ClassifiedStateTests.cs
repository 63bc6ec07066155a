using Sessions.Analyzers.State;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class ClassifiedStateTests
{
    private const string Logged = "is logged";
    private const string Told = "is sent to the model's service with the instructions";

    private static readonly AnalyzerTest Test = new(new ClassifiedStateAnalyzer(), Generators.All);

    public static TheoryData<string, string> ToldToAll => new()
    {
        { "logger.LogInformation(\"User {Email}\", [|profile.Email|]);", Logged },
        { "logger.LogWarning(1, \"User {Name} {Email}\", profile.Name, [|session.GetProfile().Email|]);", Logged },
        { "logger.LogError($\"User {[|profile.Email|]}\");", Logged },
        { "logger.LogDebug(\"User \" + [|profile.Email|] + \"!\");", Logged },
        { "var email = [|profile.Email|]; logger.LogInformation(\"User {Email}\", email);", Logged },
        { "logger.LogInformation(\"User {Email}\", [|profile.Email|] ?? \"nobody\");", Logged },
        { "logger.LogInformation(string.Format(\"User {0}\", [|profile.Email|]));", Logged },
        { "using var scope = logger.BeginScope(\"User {Email}\", [|profile.Email|]); Console.WriteLine();", Logged },
        { "Log.Said(logger, [|profile.Email|]);", Logged },
        { "_ = client.AsAIAgent(instructions: $\"You talk to {[|profile.Email|]}.\");", Told },
        { "_ = new ChatOptions { Instructions = \"You talk to \" + [|profile.Email|] };", Told },
        { "var text = $\"{profile.Name} is {[|profile.Email|]}\"; options.Instructions = text;", Told },
    };

    public static TheoryData<string> Safe =>
    [
        "logger.LogInformation(\"User {Name}\", profile.Name);",
        "logger.LogInformation(\"User {Email}\", Redact(profile.Email));",
        "logger.LogInformation(\"User {Length}\", profile.Email?.Length);",
        "logger.LogInformation(\"User {Known}\", profile.Email is not null);",
        "logger.LogInformation(profile.Email is null ? \"Unknown\" : \"Known\");",
        "Console.WriteLine(profile.Email);",
        "Log.Redacted(logger, profile.Email);",
        "Own.Instruct(profile.Email);",
        "var email = profile.Email; Console.WriteLine(email); logger.LogInformation(\"Said\");",
        "logger.LogInformation(\"User {Email}\", other.Email);",
        "session.SetProfile(profile with { Email = null });",
        "_ = new Own { Instructions = profile.Email };",
        "await agent.RunAsync($\"I am {profile.Email}\", session);",
    ];

    [Theory]
    [MemberData(nameof(ToldToAll))]
    public Task Classified_member_is_reported(string code, string end) => Test.Reports(InMethod(code), [Message(end)]);

    [Theory]
    [MemberData(nameof(ToldToAll))]
    public Task Classified_member_is_reported_on_the_framework(string code, string end) => Test.OnAgentFrameworkWithSessions().Reports(InMethod(code), [Message(end)]);

    [Theory]
    [MemberData(nameof(Safe))]
    public Task Member_that_is_not_told_is_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(Safe))]
    public Task Member_that_is_not_told_is_not_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().IsSilent(InMethod(code));

    [Fact]
    public Task Member_of_a_part_of_the_state_is_reported() => Test.Reports(
        InMethod("logger.LogInformation(\"From {Street}\", [|profile.Home.Street|]);"), ["'Street' of 'Profile' is classified as data to protect, and is logged; redact it, or leave it out"]);

    [Fact]
    public Task Instructions_of_a_turn_are_reported() => Test.Reports(
        InMethod("TurnContext.Current?.AddInstructions($\"The user is {[|profile.Email|]}\");"), [Message(Told)]);

    [Fact]
    public Task Instructions_of_the_frameworks_context_are_reported() => Test.OnAgentFrameworkWithSessions().Reports(
        InMethod("_ = new AIContext { Instructions = [|profile.Email|] };"), [Message(Told)]);

    private static string Message(string end) => $"'Email' of 'Profile' is classified as data to protect, and {end}; redact it, or leave it out";

    private static string InMethod(string code) => $$"""
        using Microsoft.Extensions.Logging;
        using Microsoft.Extensions.Compliance.Classification;

        public sealed class PersonalDataAttribute : DataClassificationAttribute;

        [AgentSessionState]
        public sealed partial record Profile
        {
            public string? Name { get; init; }

            [PersonalData]
            public string? Email { get; init; }

            public Address Home { get; init; } = new();
        }

        public sealed record Address
        {
            [PersonalData]
            public string? Street { get; init; }
        }

        public sealed record Row
        {
            [PersonalData]
            public string? Email { get; init; }
        }

        public class Own
        {
            public string? Instructions { get; set; }

            public static void Instruct(string? instructions) => Console.WriteLine(instructions);
        }

        static class Log
        {
            [LoggerMessage(1, LogLevel.Information, "Said by {email}")]
            public static void Said(ILogger logger, string? email) => Console.WriteLine((logger, email));

            [LoggerMessage(2, LogLevel.Information, "Said by {email}")]
            public static void Redacted(ILogger logger, [PersonalData] string? email) => Console.WriteLine((logger, email));
        }

        class Chat
        {
            private static string Redact(string? text) => new('*', text?.Length ?? 0);

            public async Task Run(AIAgent agent, AgentSession session, IChatClient client, ChatOptions options, ILogger logger, Row other)
            {
                await Task.Yield();
                var profile = session.GetProfile();
                {{code}}
            }
        }

        namespace Microsoft.Extensions.Compliance.Classification
        {
            public abstract class DataClassificationAttribute : Attribute;
        }
        """;
}
