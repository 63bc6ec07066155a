using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>What a parameter of a provider's method is given.</summary>
internal enum ProviderArgument
{
    /// <summary>The session's tenant and id.</summary>
    SessionKey,

    /// <summary>The session's id, which other tenants may have too.</summary>
    SessionId,
    Session,
    Turn,

    /// <summary>The session's present value of a type that carries <c>[AgentSessionState]</c>.</summary>
    State,

    /// <summary>The services of the turn, which a turn need not have.</summary>
    Services,
    CancellationToken,

    /// <summary>The messages that the method is called for.</summary>
    Messages,
}

/// <summary>A provider's method with what its parameters are given; or why there is none.</summary>
/// <param name="Problem">Why there is no usable method.</param>
/// <param name="Method">The usable method, or the one that the problem is with.</param>
/// <param name="Parameter">The parameter that the problem is with.</param>
/// <param name="Arguments">What is given to which parameter, without the one that the problem is with; optional parameters that nothing is given for keep their defaults.</param>
internal sealed record ProviderMethodBinding(
    ProviderMethodProblem Problem,
    IMethodSymbol? Method,
    IParameterSymbol? Parameter,
    ImmutableArray<(IParameterSymbol Parameter, ProviderArgument Argument)> Arguments)
{
    public bool IsUsable => Problem == ProviderMethodProblem.None;

    /// <summary>Whether the method knows whose messages it is asked for: state is a session's too, a turn's services are of any.</summary>
    public bool IsToldSession =>
        Arguments.Any(static bound => bound.Argument is not (ProviderArgument.Services or ProviderArgument.CancellationToken or ProviderArgument.Messages));

    public static ProviderMethodBinding Of(IMethodSymbol method, ImmutableArray<(IParameterSymbol Parameter, ProviderArgument Argument)> arguments) =>
        new(ProviderMethodProblem.None, method, null, arguments);

    public static ProviderMethodBinding Failed(ProviderMethodProblem problem, IMethodSymbol? method = null, IParameterSymbol? parameter = null) =>
        Failed(problem, method, parameter, ImmutableArray<(IParameterSymbol, ProviderArgument)>.Empty);

    public static ProviderMethodBinding Failed(
        ProviderMethodProblem problem, IMethodSymbol? method, IParameterSymbol? parameter, ImmutableArray<(IParameterSymbol Parameter, ProviderArgument Argument)> arguments) =>
        new(problem, method, parameter, arguments);
}
