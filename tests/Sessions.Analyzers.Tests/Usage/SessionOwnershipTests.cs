using Sessions.Analyzers.Usage;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage;

public sealed class SessionOwnershipTests
{
    private const string NamedAgents = """
        AIAgent writer = client.AsAIAgent(name: "Writer");
        AIAgent critic = client.AsAIAgent(name: "Critic");
        """;

    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new SessionOwnershipRule()));

    private static readonly string[] WritersSession = ["The session 'session' belongs to agent 'Writer' and cannot be used with agent 'Critic'"];

    [Theory]
    [InlineData("await critic.RunAsync(\"Hi\", [|session|]);")]
    [InlineData("await critic.RunAsync(\"Hi\", session: [|session|]);")]
    [InlineData("await foreach (var update in critic.RunStreamingAsync(\"Hi\", [|session|])) { }")]
    [InlineData("await critic.SaveSessionAsync([|session|]);")]
    [InlineData("await critic.SerializeSessionAsync([|session|]);")]
    [InlineData("await critic.SerializeSessionAsync([|session|], System.IO.Stream.Null);")]
    [InlineData("await critic.RegenerateAsync([|session|]);")]
    [InlineData("await foreach (var update in critic.RegenerateStreamingAsync([|session|])) { }")]
    [InlineData("await foreach (var turn in critic.ReadTurnsAsync([|session|])) { }")]
    [InlineData("await foreach (var message in critic.ReadMessagesAsync([|session|])) { }")]
    [InlineData("await critic.ForkSessionAsync([|session|]);")]
    [InlineData("await critic.RewindSessionAsync([|session|], 1);")]
    [InlineData("await critic.HandOffAsync([|session|], writer);")]
    [InlineData("for (var i = 0; i < 3; i++) { await critic.RunAsync(\"Hi\", [|session|]); }")]
    [InlineData("try { await writer.RunAsync(\"Hi\", session); } catch (Exception) { Console.WriteLine(); } await critic.RunAsync(\"Hi\", [|session|]);")]
    [InlineData("Func<Task> ask = () => critic.RunAsync(\"Hi\", [|session|]); await ask();")]
    [InlineData("async Task Ask(string text) => await critic.RunAsync(text, [|session|]); await Ask(\"Hi\");")]
    public Task Session_used_with_another_agent_is_reported(string use) => Test.Reports(
        InMethod(NamedAgents, "var session = await writer.CreateSessionAsync();", use),
        WritersSession);

    [Theory]
    [InlineData("var session = await writer.GetSessionAsync(\"a\");")]
    [InlineData("var session = await writer.CreateSessionAsync(\"a\").ConfigureAwait(false);")]
    [InlineData("var pending = writer.CreateSessionAsync(); var session = await pending;")]
    [InlineData("var session = writer.CreateSessionAsync().AsTask().Result;")]
    [InlineData("var session = writer.CreateSessionAsync().AsTask().GetAwaiter().GetResult();")]
    [InlineData("var session = await writer.ForkSessionAsync(given);")]
    [InlineData("var created = await writer.CreateSessionAsync(); var session = created;")]
    [InlineData("var alias = writer; var session = await alias.CreateSessionAsync();")]
    [InlineData("AgentSession session; if (args.Length > 0) { session = await writer.CreateSessionAsync(); } else { session = await writer.GetSessionAsync(\"a\"); }")]
    [InlineData("var session = args.Length > 0 ? await writer.CreateSessionAsync() : await writer.GetSessionAsync(\"a\");")]
    [InlineData("AgentSession session; session = args.Length > 0 ? await writer.CreateSessionAsync() : await writer.GetSessionAsync(\"a\");")]
    [InlineData("var saved = await writer.SerializeSessionAsync(given); var session = await writer.DeserializeSessionAsync(saved);")]
    [InlineData("var session = await critic.CreateSessionAsync(); session = await writer.CreateSessionAsync();")]
    public Task Owner_is_followed_from_where_the_session_comes_from(string creation) => Test.Reports(
        InMethod(NamedAgents, creation, "await critic.RunAsync(\"Hi\", [|session|]);"),
        WritersSession);

    [Fact]
    public Task Serialized_session_restored_with_another_agent_is_reported() => Test.Reports(
        InMethod(NamedAgents, "var saved = await writer.SerializeSessionAsync(given); await critic.DeserializeSessionAsync([|saved|]);"),
        ["The serialized session 'saved' belongs to agent 'Writer' and cannot be used with agent 'Critic'"]);

    [Theory]
    [InlineData("await writer.RunAsync(\"Hi\", [|session|]);")]
    [InlineData("await critic.RunAsync(\"Hi\", session); await writer.RunAsync(\"Hi\", [|session|]);")]
    [InlineData("await writer.HandOffAsync([|session|], critic);")]
    [InlineData("var again = await critic.ForkSessionAsync(session); await writer.RunAsync(\"Hi\", [|session|]); await critic.RunAsync(\"Hi\", again);")]
    public Task Session_used_with_the_agent_that_gave_it_away_is_reported(string use) => Test.Reports(
        InMethod(NamedAgents, "var session = await writer.CreateSessionAsync(); await writer.HandOffAsync(session, critic);", use),
        ["The session 'session' belongs to agent 'Critic' and cannot be used with agent 'Writer'"]);

    [Fact]
    public Task Session_that_cannot_be_the_one_given_away_is_reported() => Test.Reports(
        InMethod(NamedAgents, "var session = await writer.CreateSessionAsync(); var other = await critic.CreateSessionAsync(); await critic.HandOffAsync(other, writer); await critic.RunAsync(\"Hi\", [|session|]);"),
        WritersSession);

    [Theory]
    [InlineData("await writer.HandOffAsync(session, critic); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var alias = session; await writer.HandOffAsync(session, critic); await critic.RunAsync(\"Hi\", alias);")]
    [InlineData("await writer.HandOffAsync(args.Length > 0 ? session : given, critic); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("if (args.Length > 0) { await writer.HandOffAsync(session, critic); } await critic.RunAsync(\"Hi\", session);")]
    [InlineData("while (args.Length > 0) { await writer.RunAsync(\"Hi\", session); await writer.HandOffAsync(session, critic); await critic.RunAsync(\"Hi\", session); await critic.HandOffAsync(session, writer); }")]
    [InlineData("try { await writer.HandOffAsync(session, critic); } catch (Exception) { await critic.RunAsync(\"Hi\", session); await writer.RunAsync(\"Hi\", session); }")]
    [InlineData("try { Console.WriteLine(); } finally { await writer.HandOffAsync(session, critic); } await critic.RunAsync(\"Hi\", session);")]
    [InlineData("await writer.HandOffAsync(session, critic); Func<Task> ask = () => critic.RunAsync(\"Hi\", session); await ask();")]
    [InlineData("Func<Task> ask = () => critic.RunAsync(\"Hi\", session); await writer.HandOffAsync(session, critic); await ask();")]
    [InlineData("Func<Task> give = async () => await writer.HandOffAsync(session, critic); await give(); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("await Give(); await critic.RunAsync(\"Hi\", session); async Task Give() => await writer.HandOffAsync(session, critic);")]
    public Task Session_that_was_given_to_the_agent_is_not(string use) => Test.IsSilent(InMethod(NamedAgents, "var session = await writer.CreateSessionAsync();", use));

    [Fact]
    public Task Agent_that_is_one_of_several_others_is_reported() => Test.Reports(
        InMethod(
            NamedAgents,
            "AIAgent judge = client.AsAIAgent(name: \"Judge\"); var other = args.Length > 0 ? critic : judge;",
            "var session = await writer.CreateSessionAsync(); await other.RunAsync(\"Hi\", [|session|]);"),
        ["The session 'session' belongs to agent 'Writer' and cannot be used with agent 'Critic' or 'Judge'"]);

    [Fact]
    public Task Agents_without_names_are_two() => Test.Reports(
        InMethod(
            "var writer = client.AsAIAgent(); AIAgent critic; critic = new ChatClientAgent(client);",
            "await critic.RunAsync(\"Hi\", [|await writer.CreateSessionAsync()|]);"),
        ["This session belongs to agent 'writer' and cannot be used with agent 'critic'"]);

    [Fact]
    public Task Identity_is_read_from_options() => Test.Reports(
        InMethod(
            "var writer = new ChatClientAgent(client, new ChatClientAgentOptions { Id = \"1\", Name = \"Writer\" });",
            "var critic = client.AsAIAgent(new ChatClientAgentOptions { Id = \"2\", Name = \"Writer\" });",
            "var session = await writer.CreateSessionAsync(); await critic.RunAsync(\"Hi\", [|session|]);"),
        ["The session 'session' belongs to agent '1' and cannot be used with agent '2'"]);

    [Fact]
    public Task Top_level_statements_are_followed() => Test.Reports(
        $"""
        IChatClient client = null!;
        {NamedAgents}
        var session = await writer.CreateSessionAsync();
        await critic.RunAsync("Hi", [|session|]);
        """,
        WritersSession);

    [Theory]
    [InlineData("await critic.RunAsync(\"Hi\", [|session|]);")]
    [InlineData("await new LoggingAgent(critic, \"chat\").RunAsync(\"Hi\", [|session|]);")]
    public Task Agents_of_Agent_Framework_are_followed(string use) => Test.Reports(
        InFrameworkMethod("var session = await writer.CreateSessionAsync();", use),
        WritersSession,
        AgentFramework.Source);

    [Fact]
    public Task Wrapper_is_the_agent_inside() => Test.Reports(
        InFrameworkMethod("var saved = await new LoggingAgent(writer, \"chat\").SerializeSessionAsync(given); await critic.DeserializeSessionAsync([|saved|]);"),
        ["The serialized session 'saved' belongs to agent 'Writer' and cannot be used with agent 'Critic'"],
        AgentFramework.Source);

    [Theory]
    [InlineData("var session = await new LoggingAgent(writer, \"chat\").CreateSessionAsync(); await writer.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await writer.CreateSessionAsync(); await new LoggingAgent(writer, \"chat\").RunAsync(\"Hi\", session);")]
    [InlineData("var session = await new RoutingAgent(writer, critic).CreateSessionAsync(); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await new TeamAgent(writer, [critic]).CreateSessionAsync(); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await new OwnAgent().CreateSessionAsync(); await new OwnAgent().RunAsync(\"Hi\", session);")]
    public Task Wrapper_that_may_be_the_agent_is_silent(string code) => Test.IsSilent(InFrameworkMethod(code), AgentFramework.Source);

    [Theory]
    [InlineData("var session = await writer.CreateSessionAsync(); await writer.RunAsync(\"Hi\", session);")]
    [InlineData("var alias = writer; var session = await alias.CreateSessionAsync(); await writer.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await writer.CreateSessionAsync(); await critic.RunAsync(\"Hi\");")]
    [InlineData("await critic.RunAsync(\"Hi\", given);")]
    [InlineData("await critic.RunAsync(\"Hi\", null);")]
    public Task Session_of_the_agent_or_of_nobody_known_is_not(string use) => Test.IsSilent(InMethod(NamedAgents, use));

    [Theory]
    [InlineData("var agent = args.Length > 0 ? writer : critic; var session = await agent.CreateSessionAsync(); await writer.RunAsync(\"Hi\", session);")]
    [InlineData("var agent = writer; var session = await agent.CreateSessionAsync(); agent = critic; if (args.Length > 0) { session = await agent.CreateSessionAsync(); } await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await writer.CreateSessionAsync(); while (args.Length > 0) { await critic.RunAsync(\"Hi\", session = await critic.CreateSessionAsync()); }")]
    [InlineData("AgentSession? session = null; if (args.Length > 0) { session = await writer.CreateSessionAsync(); } await critic.RunAsync(\"Hi\", session);")]
    [InlineData("AIAgent? current = null; AgentSession? session = null; foreach (var next in new[] { writer, critic }) { current = next; session = await next.CreateSessionAsync(); } await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await writer.CreateSessionAsync(); (session, _) = (await critic.CreateSessionAsync(), 1); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await writer.CreateSessionAsync(); Swap(ref session); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await writer.CreateSessionAsync(); Func<Task> swap = async () => session = await critic.CreateSessionAsync(); await swap(); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await writer.CreateSessionAsync(); await Swap(); await critic.RunAsync(\"Hi\", session); async Task Swap() { session = await critic.CreateSessionAsync(); }")]
    [InlineData("var session = await writer.CreateSessionAsync(); try { session = await critic.CreateSessionAsync(); Console.WriteLine(); } catch (Exception) { await critic.RunAsync(\"Hi\", session); }")]
    [InlineData("var session = await writer.CreateSessionAsync(); try { session = await critic.CreateSessionAsync(); Console.WriteLine(); session = await writer.CreateSessionAsync(); } catch (Exception) { Console.WriteLine(); } await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await writer.CreateSessionAsync(); try { await writer.RunAsync(\"Hi\", session); } finally { session = await critic.CreateSessionAsync(); } await critic.RunAsync(\"Hi\", session);")]
    [InlineData("object held = await writer.CreateSessionAsync(); if (held is AgentSession session) { session = await critic.CreateSessionAsync(); await critic.RunAsync(\"Hi\", session); }")]
    [InlineData("AgentSession session = await writer.CreateSessionAsync(); ref var same = ref session; same = await critic.CreateSessionAsync(); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("AgentSession? session = await writer.CreateSessionAsync(); session = null; session ??= await critic.CreateSessionAsync(); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await writer.CreateSessionAsync(); await HandOver(session, critic); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var agents = new Dictionary<string, AIAgent> { [\"a\"] = writer, [\"b\"] = critic }; var session = await agents[\"a\"].CreateSessionAsync(); await critic.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await (args.Length switch { 0 => writer, 1 => critic, _ => writer }).CreateSessionAsync(); await critic.RunAsync(\"Hi\", session);")]
    public Task Doubt_is_silence(string code) => Test.IsSilent(InMethod(NamedAgents, code));

    [Theory]
    [InlineData("client.AsAIAgent(name: \"Same\")", "client.AsAIAgent(name: \"Same\", instructions: \"Else\")")]
    [InlineData("client.AsAIAgent(name: \"Same\")", "new ChatClientAgent(client, new ChatClientAgentOptions { Name = \"Same\" })")]
    [InlineData("client.AsAIAgent(new ChatClientAgentOptions { Id = \"1\", Name = \"A\" })", "client.AsAIAgent(new ChatClientAgentOptions { Id = \"1\", Name = \"B\" })")]
    [InlineData("client.AsAIAgent(name: \"A\")", "client.AsAIAgent()")]
    [InlineData("client.AsAIAgent(name: args[0])", "client.AsAIAgent(name: args[1])")]
    [InlineData("client.AsAIAgent(name: \"A\")", "client.AsAIAgent(new ChatClientAgentOptions { Id = args[0], Name = \"B\" })")]
    [InlineData("client.AsAIAgent(name: \"A\")", "client.AsAIAgent(options)")]
    [InlineData("first", "second")]
    [InlineData("_first", "_second")]
    [InlineData("new Service().AsAIAgent(name: \"A\")", "new Service().AsAIAgent(name: \"B\")")]
    public Task Agents_that_may_be_one_are_silent(string creator, string user) => Test.IsSilent(InMethod(
        $"AIAgent writer = {creator}; AIAgent critic = {user};",
        "var session = await writer.CreateSessionAsync(); await critic.RunAsync(\"Hi\", session);"));

    [Fact]
    public Task One_creation_in_a_loop_is_one_agent() => Test.IsSilent(InMethod(
        """
        AgentSession? session = null;
        foreach (var name in args)
        {
            var agent = client.AsAIAgent();
            session ??= await agent.CreateSessionAsync();
            await agent.RunAsync("Hi", session);
        }

        var other = client.AsAIAgent();
        Console.WriteLine(other.Id);
        """));

    private static string InFrameworkMethod(params string[] statements) => $$"""
        using Microsoft.Agents.AI;
        using AIAgent = Microsoft.Agents.AI.AIAgent;
        using AgentSession = Microsoft.Agents.AI.AgentSession;
        using ChatClientAgent = Microsoft.Agents.AI.ChatClientAgent;

        class Chat
        {
            public async Task Ask(IChatClient client, AgentSession given)
            {
                await Task.Yield();
                var writer = new ChatClientAgent(client, name: "Writer");
                var critic = Microsoft.Extensions.AI.ChatClientExtensions.AsAIAgent(client, name: "Critic");
                {{string.Join("\n", statements)}}
            }
        }
        """;

    private static string InMethod(params string[] statements) => $$"""
        class Chat(AIAgent _first, AIAgent _second)
        {
            public async Task Ask(IChatClient client, string[] args, AgentSession given, AIAgent first, AIAgent second, ChatClientAgentOptions options)
            {
                await Task.Yield();
                {{string.Join("\n", statements)}}
            }

            public bool Same => _first == _second;

            private static void Swap(ref AgentSession session) => Console.WriteLine(session.Id);

            private static Task HandOver(AgentSession session, AIAgent agent) => Task.FromResult((session, agent));
        }

        class Service;

        static class ServiceExtensions
        {
            public static AIAgent AsAIAgent(this Service service, string name) => throw new NotSupportedException(service + name);
        }
        """;
}
