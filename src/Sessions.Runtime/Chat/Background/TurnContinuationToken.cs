using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>The token of a turn whose answer is made in the background. It is written when somebody asks for its bytes.</summary>
/// <param name="suspend">Makes the turn as it was when the token was given.</param>
internal sealed class TurnContinuationToken(Func<SuspendedTurn> suspend) : ResponseContinuationToken
{
    private readonly Lazy<SuspendedTurn> _turn = new(suspend);

    /// <summary>Finds the turn that a run goes on with, if its options say so.</summary>
    /// <exception cref="SessionFormatException">The token is not one of ours.</exception>
    /// <exception cref="ArgumentException">It is that of another agent, or of another session.</exception>
    public static SuspendedTurn? FindTurn(AgentRunOptions? options, AIAgent agent, AgentSession? session)
    {
        if (options?.GivenToken is not { } token)
        {
            return null;
        }

        var turn = token is TurnContinuationToken own ? own._turn.Value : SuspendedTurn.Read(token.ToBytes());
        return !string.Equals(turn.AgentId, agent.Id, StringComparison.Ordinal)
            ? throw new ArgumentException($"The continuation token is of a turn of agent '{turn.AgentId}', and this is agent '{agent.Id}'. Go on with the agent that began the turn.", nameof(options))
            : turn.Session != session?.Key
            ? throw new ArgumentException($"The continuation token is of a turn {Of(turn.Session)}, and the run has {(session is null ? "no session" : $"session '{session.Key}'")}. Go on with what the turn was begun with.", nameof(options))
            : turn;
    }

    public override ReadOnlyMemory<byte> ToBytes() => _turn.Value.Write();

    private static string Of(SessionKey? session) => session is { } key ? $"of session '{key}'" : "without a session";
}
