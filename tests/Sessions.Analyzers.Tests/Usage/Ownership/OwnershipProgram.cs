using System.Text.RegularExpressions;
using Sessions.Analyzers.Usage;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Ownership;

/// <summary>
/// Programs that use the session of one agent, written once and read for every use in either vocabulary. In a program, <c>$agent(Writer)</c>
/// creates an agent with this name, <c>$T</c> is the type of what is used, <c>$new(agent)</c> makes one and <c>$use(agent, session);</c>
/// uses it. A comment says which function the report names, and which session, where that is not what is marked.
/// </summary>
internal static partial class OwnershipProgram
{
    /// <summary>Writer and Critic, in fields.</summary>
    public const string Fields = """
        private readonly AIAgent _writer = $agent(Writer);
        private readonly AIAgent _critic = $agent(Critic);

        """;

    /// <summary>Writer and Critic, in locals.</summary>
    public const string Locals = """
        AIAgent writer = $agent(Writer);
        AIAgent critic = $agent(Critic);

        """;

    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new SessionOwnershipRule()));

    private static readonly Use[] Uses =
    [
        new("AgentSession", "session", "await $1.CreateSessionAsync()", "await $1.RunAsync(\"Hi\", $2)"),
        new("AgentSession", "session", "await $1.CreateSessionAsync()", "await foreach (var update in $1.RunStreamingAsync(\"Hi\", $2)) { Console.WriteLine(update); }"),
        new("AgentSession", "session", "await $1.CreateSessionAsync()", "await $1.SerializeSessionAsync($2)"),
        new("JsonElement", "serialized session", "await $1.SerializeSessionAsync(await $1.CreateSessionAsync())", "await $1.DeserializeSessionAsync($2)"),
    ];

    public static TheoryData<string, bool> InBothVocabularies(params IEnumerable<string> programs)
    {
        var data = new TheoryData<string, bool>();
        foreach (var program in programs)
        {
            data.Add(program, false);
            data.Add(program, true);
        }

        return data;
    }

    /// <summary>Asserts that what is marked is reported for every use: the session of Writer is used with Critic.</summary>
    public static Task Reports(string members, bool isFramework)
    {
        var suffix = Through().Match(members) is { Success: true, Groups: var groups } ? $" in '{groups[1].Value}'" : "";
        var marked = Mark().Matches(members).Select(mark => mark.Groups[1].Value).ToList();
        Assert.NotEmpty(marked);
        var messages = Uses.SelectMany(use => marked.Select(session =>
            $"{Subject(use, Of().Match(members) is { Success: true, Groups: var named } ? named[1].Value : session)} belongs to agent 'Writer' and cannot be used with agent 'Critic'{suffix}"));
        return Test.Reports(Source(members, isFramework), [.. messages], Others(isFramework));
    }

    /// <summary>Asserts that nothing is reported for any use.</summary>
    public static Task IsSilent(string members, bool isFramework) => Test.IsSilent(Source(members, isFramework), Others(isFramework));

    private static string[] Others(bool isFramework) => isFramework ? [AgentFramework.Source] : [];

    private static string Subject(Use use, string session) =>
        Name().IsMatch(session) ? $"The {use.Kind} '{session}'" : $"This {use.Kind}";

    private static string Source(string members, bool isFramework) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS0169, CS0219, CS0414, CS0649, CS0162, CS9113, CS9124
        {{(isFramework ? FrameworkNames : "")}}
        {{string.Join("\n", Uses.Select((use, number) => Class(use, number, members, isFramework)))}}

        static class Assertions
        {
            public static Assertion Should(this Func<Task> code) => new();
        }

        class Assertion
        {
            public Task<T> ThrowAsync<T>() => Task.FromResult(default(T));
        }
        """;

    private static string Class(Use use, int number, string members, bool isFramework)
    {
        var filled = Created().Replace(members, isFramework ? "new ChatClientAgent(client, name: \"$1\")" : "client.AsAIAgent(name: \"$1\")");
        filled = New().Replace(filled, use.New);
        filled = Used().Replace(filled, use.Code);
        return $$"""
            class Chat{{number}}(IChatClient client, string[] args)
            {
                {{filled.Replace("$T", use.Type, StringComparison.Ordinal).Replace("$Chat", $"Chat{number}", StringComparison.Ordinal)}}
            }
            """;
    }

    private const string FrameworkNames = """
        using Microsoft.Agents.AI;
        using AIAgent = Microsoft.Agents.AI.AIAgent;
        using AgentSession = Microsoft.Agents.AI.AgentSession;
        using ChatClientAgent = Microsoft.Agents.AI.ChatClientAgent;
        using ChatClientAgentOptions = Microsoft.Agents.AI.ChatClientAgentOptions;
        """;

    [GeneratedRegex(@"\[\|(.+?)\|\]")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^[@_\w]+$")]
    private static partial Regex Name();

    [GeneratedRegex(@"// through (\w+)")]
    private static partial Regex Through();

    [GeneratedRegex(@"// of (\w+)")]
    private static partial Regex Of();

    [GeneratedRegex(@"\$agent\((\w+)\)")]
    private static partial Regex Created();

    [GeneratedRegex(@"\$new\(([\w.]+)\)")]
    private static partial Regex New();

    [GeneratedRegex(@"\$use\(([^,;]+), ([^;]+)\)(?=;)")]
    private static partial Regex Used();

    /// <param name="Type">The type of what is used.</param>
    /// <param name="Kind">What a message calls it.</param>
    /// <param name="New">Makes one with an agent.</param>
    /// <param name="Code">Uses one with an agent.</param>
    private sealed record Use(string Type, string Kind, string New, string Code);
}
