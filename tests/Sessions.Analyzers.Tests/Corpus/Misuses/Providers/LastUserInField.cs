using Sessions.Agents;

namespace Memory;

public sealed class NameMemory : AIContextProvider
{
    private string? _name;

    public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        turn.AddInstructions(_name is null ? "Ask for the name." : $"The user is called {_name}.");
        return default;
    }

    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var text = turn.InputMessages[^1].Text;
        if (text.StartsWith("I am ", StringComparison.OrdinalIgnoreCase))
        {
            _name = text[5..]; // misuse: SESS501
        }

        return default;
    }
}
