using System.Text.Json;
using Microsoft.Extensions.AI;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.Import;

/// <summary>Makes sessions of the framework's agent: conversations with tools, contents of every kind, state and marks, from a seed.</summary>
internal static class FrameworkSessions
{
    /// <summary>A session, and what was put into it.</summary>
    /// <param name="Serialized">What the framework serialized.</param>
    /// <param name="Messages">Its messages, as the framework reads them back.</param>
    /// <param name="Visits">The state that its tools counted; <see langword="null"/> for none.</param>
    /// <param name="TurnCount">How many runs it had.</param>
    public sealed record Made(JsonElement Serialized, IReadOnlyList<ChatMessage> Messages, int? Visits, int TurnCount);

    public static async Task<Made> MakeAsync(int seed)
    {
        var random = new Random(seed);
        var history = new Framework.InMemoryChatHistoryProvider();
        var agent = new Framework.ChatClientAgent(new ScriptedModel(request => Answer(random, request)), new Framework.ChatClientAgentOptions
        {
            Name = "Guide",
            ChatHistoryProvider = history,
            AIContextProviders = seed % 3 == 0 ? [new Reminder()] : [],
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "sunny", "weather")] },
        });
        var session = await agent.CreateSessionAsync();
        int? visits = random.Next(2) == 0 ? random.Next(1000) : null;
        if (visits is not null)
        {
            session.StateBag.SetValue("Visits", new Dictionary<string, object> { ["count"] = visits, ["NICKname"] = $"n{seed}" });
        }

        var turnCount = random.Next(8);
        for (var turn = 0; turn < turnCount; turn++)
        {
            await agent.RunAsync(Input(random, turn), session);
        }

        var serialized = JsonDocument.Parse((await agent.SerializeSessionAsync(session)).GetRawText()).RootElement;
        return new Made(serialized, history.GetMessages(await agent.DeserializeSessionAsync(serialized)), visits, turnCount);
    }

    private static List<ChatMessage> Input(Random random, int turn)
    {
        List<ChatMessage> messages = [new ChatMessage(ChatRole.User, [new TextContent($"question {turn}"), Content(random)]) { MessageId = $"m{turn}", AuthorName = "é" }];
        if (random.Next(3) == 0)
        {
            messages.Insert(0, new ChatMessage(ChatRole.System, "Be brief.") { AdditionalProperties = new() { ["note"] = random.Next() } });
        }

        return messages;
    }

    private static ModelAnswer Answer(Random random, ModelRequest request) =>
        request.Messages[^1].Role != ChatRole.Tool && random.Next(3) == 0 ? ModelAnswer.Of("Let me see.").Call($"c{request.Number}", "weather", ("city", "Rome"))
            : ModelAnswer.Of($"answer {request.Number}").With(Content(random));

    /// <summary>A content of any kind that neither asks the agent for something nor answers it.</summary>
    private static AIContent Content(Random random)
    {
        var kinds = ContentFiller.Kinds.Where(kind => !kind.Name.Contains("Approval", StringComparison.Ordinal) && !kind.Name.Contains("Input", StringComparison.Ordinal) && kind != typeof(FunctionCallContent) && kind != typeof(FunctionResultContent)).ToList();
        return ContentFiller.Create(kinds[random.Next(kinds.Count)]);
    }

    private sealed class Reminder : Framework.AIContextProvider
    {
        protected override ValueTask<Framework.AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
            new(new Framework.AIContext { Messages = [new ChatMessage(ChatRole.User, "It rains.") { AdditionalProperties = new() { ["kept"] = true } }] });
    }
}
