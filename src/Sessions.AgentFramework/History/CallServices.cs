using Microsoft.Extensions.DependencyInjection;

namespace Sessions.AgentFramework.History;

/// <summary>
/// The services of a turn of the framework: those of the call that the provider is in. The framework does not say when a run was given up, so
/// that a scope of the whole run might never end.
/// </summary>
/// <remarks>The calls of a turn do not overlap.</remarks>
internal sealed class CallServices : IKeyedServiceProvider
{
    private IServiceProvider? _ofCall;

    private IServiceProvider OfCall => _ofCall ?? throw new ObjectDisposedException(nameof(IServiceProvider), "The services of a turn are there while its provider is called.");

    /// <summary>Begins a call, with a scope of its own.</summary>
    public void Begin(IServiceProvider services) => _ofCall = services;

    /// <summary>Ends the call.</summary>
    public void End() => _ofCall = null;

    public object? GetService(Type serviceType) => OfCall.GetService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) => ((IKeyedServiceProvider)OfCall).GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => OfCall.GetRequiredKeyedService(serviceType, serviceKey);
}
