using Microsoft.Agents.AI;

namespace Providers;

public sealed class Meter : AIContextProvider
{
    private int _turns;
    private long _tokens;
    private HttpClient? _client;

    protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        _client ??= new HttpClient();
        Interlocked.Increment(ref _turns);
        return new(new AIContext());
    }

    protected override ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _tokens, context.ResponseMessages?.Sum(message => message.Text.Length) ?? 0);
        Console.WriteLine($"{_turns} turns, {_tokens} characters");
        return default;
    }
}
