using Sessions;
using Sessions.Agents;

namespace QuickStart;

/// <summary>Tells the model what is known about the user.</summary>
public sealed class TravelPreferencesProvider : AIContextProvider
{
    /// <summary>Before the model is asked: adds to the instructions.</summary>
    public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.Session is { } session)
        {
            turn.AddInstructions(Describe(session.GetTravelPreferences()));
        }

        return default;
    }

    private static string? Describe(TravelPreferences known) => (known.UserName, known.Interests) switch
    {
        (null, []) => null,
        (null, var interests) => $"The user loves {string.Join(", ", interests)}.",
        (var name, []) => $"The user's name is {name}.",
        var (name, interests) => $"The user's name is {name}, and they love {string.Join(", ", interests)}.",
    };
}
