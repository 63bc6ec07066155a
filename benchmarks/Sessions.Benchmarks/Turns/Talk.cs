using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>What is said in the benchmarks of turns: questions of about 50 characters, answers of about 300, no two of them the same.</summary>
internal static class Talk
{
    /// <summary>How many messages a turn adds.</summary>
    public const int MessagesPerTurn = 2;

    /// <summary>How many a turn adds that calls a tool.</summary>
    public const int MessagesPerToolTurn = 4;

    public static string Question(int turn) => $"What should I pack for hike {turn}, if it may rain?";

    public static string Answer(int turn) =>
        $"For hike {turn}, take a rain jacket and a warm layer, two litres of water, something to eat that survives being sat on, a map " +
        "that works without a battery, a head torch, and a small first-aid kit. Leave word of your route with somebody, start early, and " +
        "turn back when the weather does: the mountain will be there next week.";

    /// <summary>A tool's call with its result.</summary>
    public static ChatMessage[] Call(int turn) =>
    [
        new(ChatRole.Assistant, [new FunctionCallContent($"call_{turn}", "get_forecast", new Dictionary<string, object?> { ["place"] = $"Valley {turn}", ["days"] = 3 })]),
        new(ChatRole.Tool, [new FunctionResultContent($"call_{turn}", "Rain on the first day, then sun.")]),
    ];

    /// <summary>Makes a session of so many messages.</summary>
    public static AgentSession NewSession(AIAgent agent, int messages, int messagesPerTurn = MessagesPerTurn)
    {
        var session = Completed(agent.CreateSessionAsync());
        for (var turn = 0; turn < messages / messagesPerTurn; turn++)
        {
            Completed(agent.RunAsync(Question(turn), session));
        }

        return session;
    }

    /// <summary>Makes the same as a list.</summary>
    public static List<ChatMessage> NewList(IChatClient client, int messages, int messagesPerTurn = MessagesPerTurn)
    {
        List<ChatMessage> history = [];
        for (var turn = 0; turn < messages / messagesPerTurn; turn++)
        {
            RunByHand(client, history, Question(turn));
        }

        return history;
    }

    /// <summary>A turn without us: the least that keeps a history.</summary>
    public static void RunByHand(IChatClient client, List<ChatMessage> history, string question)
    {
        history.Add(new ChatMessage(ChatRole.User, question));
        var response = Completed(client.GetResponseAsync(history));
        history.AddRange(response.Messages);
    }

    /// <summary>The result of what never waits, because the model's client here does not.</summary>
    public static T Completed<T>(Task<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("This was to complete at once.", task.Exception);

    /// <inheritdoc cref="Completed{T}(Task{T})"/>
    public static T Completed<T>(ValueTask<T> task) => Completed(task.AsTask());
}
