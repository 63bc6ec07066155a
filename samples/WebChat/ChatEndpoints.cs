using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace WebChat;

/// <summary>What the user says.</summary>
public sealed record Question(string? Text);

/// <summary>A session in a user's list.</summary>
public sealed record SessionItem(string Id, long Turns, DateTimeOffset UpdatedAt);

/// <summary>A message as the user sees it.</summary>
public sealed record MessageItem(string Role, string Text);

/// <summary>The sessions of the user who is signed in.</summary>
public static class ChatEndpoints
{
    public static void MapChat(this IEndpointRouteBuilder sessions)
    {
        sessions.MapPost("/{id}/messages", SayAsync);
        sessions.MapGet("/{id}/messages", ReadAsync);
        sessions.MapGet("/", List);
        sessions.MapDelete("/{id}", DeleteAsync);
        sessions.MapDelete("/", DeleteAllAsync);
    }

    private static async Task<Results<ServerSentEventsResult<string>, ProblemHttpResult>> SayAsync(
        string id,
        Question question,
        ClaimsPrincipal user,
        [FromKeyedServices("Guide")] AIAgent agent,
        DetachedTurns detachedTurns,
        CancellationToken disconnected,
        [FromHeader(Name = "Idempotency-Key")] string? turnKey = null,
        bool detached = false)
    {
        if (!SessionKey.TryCreate(user.Tenant(), id, out SessionKey key))
        {
            return TypedResults.Problem("This cannot be the id of a session.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (string.IsNullOrWhiteSpace(question.Text))
        {
            return TypedResults.Problem("The message is blank.", statusCode: StatusCodes.Status400BadRequest);
        }

        AgentSession session = await agent.GetSessionAsync(key, cancellationToken: disconnected);
        var options = new AgentRunOptions { TurnKey = turnKey };
        IAsyncEnumerable<AgentResponseUpdate> updates = detached
            ? detachedTurns.Run(agent, question.Text, session, options)
            : agent.RunStreamingAsync(question.Text, session, options, disconnected);
        return TypedResults.ServerSentEvents(ChatEvents.Of(updates));
    }

    private static async Task<Results<Ok<IAsyncEnumerable<MessageItem>>, NotFound>> ReadAsync(
        string id, ClaimsPrincipal user, [FromKeyedServices("Guide")] AIAgent agent, CancellationToken disconnected) =>
        SessionKey.TryCreate(user.Tenant(), id, out SessionKey key) && await agent.FindSessionAsync(key, disconnected) is { } session
            ? TypedResults.Ok(agent.ReadMessagesAsync(session, cancellationToken: disconnected)
                .Where(message => message.Text.Length > 0)
                .Select(message => new MessageItem(message.Role.Value, message.Text)))
            : TypedResults.NotFound();

    private static IAsyncEnumerable<SessionItem> List(
        ClaimsPrincipal user, [FromKeyedServices("Guide")] AIAgent agent, CancellationToken disconnected, string? text = null) =>
        agent.ListSessionsAsync(new SessionQuery { Tenant = user.Tenant(), Text = text }, disconnected)
            .Select(session => new SessionItem(session.Key.Id, session.TurnCount, session.UpdatedAt));

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(
        string id, ClaimsPrincipal user, [FromKeyedServices("Guide")] AIAgent agent, CancellationToken disconnected) =>
        SessionKey.TryCreate(user.Tenant(), id, out SessionKey key) && await agent.DeleteSessionAsync(key, disconnected)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static async Task<NoContent> DeleteAllAsync(ClaimsPrincipal user, [FromKeyedServices("Guide")] AIAgent agent, CancellationToken disconnected)
    {
        await agent.DeleteSessionsAsync(SessionQuery.All(user.Tenant()), disconnected);
        return TypedResults.NoContent();
    }
}
