using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

namespace Sessions.AgentFramework.History;

/// <summary>A history provider that is registered by its name, made anew for each call.</summary>
internal sealed class RegisteredHistoryProvider(IServiceScopeFactory scopes, string name) : HistoryProvider
{
    private readonly Lazy<Flags> _flags = new(() =>
    {
        using var scope = scopes.CreateScope();
        return Flags.Of(Open(scope.ServiceProvider, name));
    });

    public override string SourceId => name;

    public override bool LoadMessages => _flags.Value.LoadMessages;

    public override bool StoreInputs => _flags.Value.StoreInputs;

    public override bool StoreOutputs => _flags.Value.StoreOutputs;

    public override bool StoreContextMessages => _flags.Value.StoreContextMessages;

    public override bool SeparatesTenants => _flags.Value.SeparatesTenants;

    public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken) =>
        CallAsync(turn, provider => provider.InvokingAsync(turn, cancellationToken));

    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken) =>
        CallAsync(turn, provider => provider.InvokedAsync(turn, cancellationToken));

    // The provider's own methods call its own.
    protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => default;

    private async ValueTask CallAsync(TurnContext turn, Func<HistoryProvider, ValueTask> call)
    {
        var scope = scopes.CreateAsyncScope();
        await using var closing = scope.ConfigureAwait(false);
        var services = turn.Services as CallServices;
        services?.Begin(scope.ServiceProvider);
        try
        {
            await call(Open(scope.ServiceProvider, name)).ConfigureAwait(false);
        }
        finally
        {
            services?.End();
        }
    }

    private static HistoryProvider Open(IServiceProvider services, string name) => services.GetRequiredKeyedService<AIContextProvider>(name) as HistoryProvider
        ?? throw new InvalidOperationException($"What is registered as '{name}' is no history provider, so that it cannot be one of Microsoft Agent Framework. Register a HistoryProvider under the name.");

    private sealed record Flags(bool LoadMessages, bool StoreInputs, bool StoreOutputs, bool StoreContextMessages, bool SeparatesTenants)
    {
        public static Flags Of(HistoryProvider provider) =>
            new(provider.LoadMessages, provider.StoreInputs, provider.StoreOutputs, provider.StoreContextMessages, provider.SeparatesTenants);
    }
}
