using System.Collections.Immutable;
using Sessions;
using Sessions.Agents;

namespace QuickStart;

/// <summary>Tells the model what is known about the user, and learns more from what the user says.</summary>
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

    /// <summary>After the model answered: what is learned is stored together with the turn's messages, or not at all.</summary>
    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn is { Session: { } session, Response: not null })
        {
            foreach (var message in turn.InputMessages)
            {
                Learn(session, message.Text);
            }
        }

        return default;
    }

    private static void Learn(AgentSession session, string text)
    {
        var name = SaidAboutUser.Name(text);
        var interests = SaidAboutUser.Interests(text);
        if (name is null && interests.Count == 0)
        {
            return;
        }

        session.UpdateTravelPreferences(known => known with
        {
            UserName = name ?? known.UserName,
            Interests = [.. known.Interests.Union(interests, StringComparer.OrdinalIgnoreCase)],
        });
    }

    private static string? Describe(TravelPreferences known) => (known.UserName, known.Interests) switch
    {
        (null, []) => null,
        (null, var interests) => $"The user loves {string.Join(", ", interests)}.",
        (var name, []) => $"The user's name is {name}.",
        var (name, interests) => $"The user's name is {name}, and they love {string.Join(", ", interests)}.",
    };
}
