using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Providers;

public sealed class LastWords : AIContextProvider
{
    private readonly ConditionalWeakTable<AgentSession, string> _last = [];

    protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        var instructions = context.Session is { } session && _last.TryGetValue(session, out var last) ? $"You said: {last}" : null;
        return new(new AIContext { Instructions = instructions });
    }

    protected override ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        if (context.Session is { } session && context.ResponseMessages?.LastOrDefault() is { } message)
        {
            _last.AddOrUpdate(session, message.Text);
        }

        return default;
    }
}
