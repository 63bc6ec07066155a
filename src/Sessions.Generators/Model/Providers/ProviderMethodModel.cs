using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>What is done in place of one of the contract's methods.</summary>
internal enum ProviderMethodKind
{
    /// <summary>The user's method is called.</summary>
    Call,

    /// <summary>Nothing: the flags say that it is not needed.</summary>
    NotNeeded,

    /// <summary>It is needed and there is none, of which an analyzer has said so.</summary>
    Missing,
}

/// <summary>A method of the user's that a provider calls.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Arguments">What its parameters are given.</param>
/// <param name="Returns">How the messages are had from what it returns, where they are.</param>
/// <param name="IsAwaited">Whether it returns a task.</param>
internal sealed record ProviderMethodModel(ProviderMethodKind Kind, EquatableArray<ProviderArgumentModel> Arguments, MessageReturn? Returns, bool IsAwaited)
{
    /// <summary>Whether it is given the session's id and does not know whose tenant's session it is.</summary>
    public bool IsGivenIdAlone =>
        Arguments.Any(static argument => argument.Argument == ProviderArgument.SessionId)
        && !Arguments.Any(static argument => argument.Argument is ProviderArgument.SessionKey or ProviderArgument.Session or ProviderArgument.Turn);

    public static ProviderMethodModel Of(ProviderMethod wanted, ProviderMethodBinding binding, bool isNeeded) => binding is { IsUsable: true, Method: { } method }
        ? new(
            ProviderMethodKind.Call,
            binding.Arguments.Select(static bound => ProviderArgumentModel.Of(bound.Parameter, bound.Argument)).ToEquatableArray(),
            wanted.ReturnsMessages ? MessageReturn.Of(method.ReturnType) : null,
            MessageReturn.IsTask(method.ReturnType))
        : new(isNeeded ? ProviderMethodKind.Missing : ProviderMethodKind.NotNeeded, default, null, IsAwaited: false);
}

/// <summary>What one parameter is given.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Argument">What it is given.</param>
/// <param name="Type">The parameter's type.</param>
/// <param name="List">What list of messages it takes.</param>
/// <param name="CanBeNull">
/// Whether what is absent is given as <see langword="null"/>: it is where the parameter says so; state also where it says nothing and
/// there is no other, services where they need not be given.
/// </param>
internal sealed record ProviderArgumentModel(string Parameter, ProviderArgument Argument, string Type, MessageListKind? List, bool CanBeNull)
{
    public static ProviderArgumentModel Of(IParameterSymbol parameter, ProviderArgument argument) => new(
        parameter.Name,
        argument,
        parameter.Type.ToFullName(),
        argument == ProviderArgument.Messages ? MessageList.Classify(parameter.Type) : null,
        CanBeNull: parameter.NullableAnnotation == NullableAnnotation.Annotated || (argument switch
        {
            ProviderArgument.State => parameter.NullableAnnotation == NullableAnnotation.None && !StateDefaults.HasDefault((INamedTypeSymbol)parameter.Type),
            ProviderArgument.Services => parameter.IsOptional,
            _ => false,
        }));
}
