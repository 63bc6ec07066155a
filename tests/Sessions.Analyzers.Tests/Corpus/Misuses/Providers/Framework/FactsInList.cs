using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Memory;

public sealed class FactMemory : AIContextProvider
{
    private readonly List<string> _facts = [];

    protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
        new(new AIContext { Instructions = "You know: " + string.Join("; ", _facts) });

    protected override ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        foreach (var message in context.RequestMessages)
        {
            if (message.Role == ChatRole.User)
            {
                _facts.Add(message.Text); // misuse: SESS501
            }
        }

        return default;
    }
}
