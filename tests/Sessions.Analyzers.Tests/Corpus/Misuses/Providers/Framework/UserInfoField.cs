using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Memory;

public sealed class UserInfoMemory : AIContextProvider
{
    private readonly List<string> _facts = [];
    private string? _lastQuestion;

    protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        return new ValueTask<AIContext>(new AIContext { Instructions = $"{string.Join(' ', _facts)} Last question: {_lastQuestion}" });
    }

    protected override ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        _lastQuestion = context.RequestMessages.LastOrDefault()?.Text; // misuse: SESS501
        return default;
    }
}
