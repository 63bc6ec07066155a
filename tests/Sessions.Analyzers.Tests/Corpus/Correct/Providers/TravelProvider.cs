using System.Collections.Immutable;
using Sessions;
using Sessions.Agents;

namespace Providers;

[AgentSessionState]
public sealed partial record TravelPreferences
{
    public string? Name { get; init; }

    public ImmutableArray<string> Interests { get; init; } = [];
}

public sealed class TravelProvider : AIContextProvider
{
    public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.Session is { } session && session.GetTravelPreferences() is { Name: { } name } known)
        {
            turn.AddInstructions($"The user is {name} and loves {string.Join(", ", known.Interests)}.");
        }

        return default;
    }
}
