using Microsoft.Extensions.DependencyInjection;

namespace Sessions.Agents;

/// <summary>The scope of services of one turn: opened when somebody asks for it, and ended with the turn.</summary>
internal sealed class TurnServices(IServiceScopeFactory scopes) : IAsyncDisposable
{
    private readonly object _gate = new();
    private AsyncServiceScope? _scope;
    private bool _isOver;

    /// <summary>The services of the turn.</summary>
    /// <exception cref="ObjectDisposedException">The turn is over.</exception>
    public IServiceProvider Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, typeof(TurnContext));
            _scope ??= scopes.CreateAsyncScope();
            return _scope.Value.ServiceProvider;
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        return _scope?.DisposeAsync() ?? default;
    }
}
