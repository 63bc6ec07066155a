using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>What the arguments of one call bring to the parameters of the called function.</summary>
internal sealed class CallBinding(IInvocationOperation call, Func<IOperation, Owner> ownerOf, AgentCreations creations) : IBinding
{
    public bool Binds(ISymbol holder) =>
        holder is IParameterSymbol && SymbolEqualityComparer.Default.Equals(holder.ContainingSymbol, call.TargetMethod.OriginalDefinition);

    public Owner OwnerOf(ISymbol holder) => ArgumentOf(holder) is { } argument ? ownerOf(argument.Value) : Owner.Unknown;

    public AgentIdentity? IdentityOf(IParameterSymbol parameter) => ArgumentOf(parameter) is { } argument ? creations.Identities.ReadText(argument.Value) : null;

    public IArgumentOperation? ArgumentOf(ISymbol parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ((IParameterSymbol)parameter).Ordinal);
}
